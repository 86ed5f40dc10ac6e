import { expect, it } from "vitest";
import { type CustomField, customKinds } from "@/lib/fields/custom";
import { partnersOf } from "@/test/sync-partners";
import type { AnyRecord } from "../../nouns/noun-runtime.ts";
import type { RemoteField } from "../provider.ts";
import { customPairs, suggestedPairs } from "./custom.ts";

const custom = (key: string, kind: CustomField["kind"], more: Partial<CustomField> = {}): CustomField => ({
  id: key,
  entity: "account",
  key,
  kind,
  label: key,
  help: null,
  section: null,
  position: 1,
  required: false,
  unique: false,
  initial: null,
  settings: {},
  archivedAt: null,
  version: 1,
  ...more,
});
const remote = (name: string, type: RemoteField["type"], more: Partial<RemoteField> = {}): RemoteField => ({
  name,
  label: name,
  type,
  options: [],
  isReadOnly: false,
  isRequired: false,
  ...more,
});

it("the workspace's own fields are read and set under custom", () => {
  const [pair] = customPairs([custom("score", "number")], [remote("nps_score", "number")], { score: "nps_score" });
  expect(pair).toMatchObject({ field: "custom.score", remote: ["nps_score"], directions: ["in", "out", "both"] });
  expect(pair?.read({ custom: { score: 7.5 } } as unknown as AnyRecord)).toBe(7.5);
  expect(pair?.patch(8)).toEqual({ custom: { score: 8 } });
  expect(pair?.toOurs({ nps_score: "9.10" }, partnersOf())).toEqual({ value: 9.1 });
});

it("what does not fit, is archived or unknown makes no pair, and read-only properties only come in", () => {
  const fields = [
    custom("a", "number"),
    custom("b", "text", { archivedAt: "2026-01-01" }),
    custom("c", "text"),
    custom("d", "date"),
  ];
  const there = [remote("x", "text"), remote("y", "date", { isReadOnly: true })];
  const pairs = customPairs(fields, there, { a: "x", b: "x", c: "z", d: "y" });
  expect(pairs.map(({ field, directions }) => [field, directions])).toEqual([["custom.d", ["in"]]]);
});

it("every kind of an own field but durations has a partner of some type", () => {
  const types = ["text", "number", "date", "instant", "boolean", "choice", "choices", "member", "record"] as const;
  const without = customKinds.filter(
    (kind) => !types.some((type) => customPairs([custom("f", kind)], [remote("p", type)], { f: "p" }).length > 0),
  );
  expect(without).toEqual(["duration"]);
});

it("fields and properties of one name are suggested, each property once and only where it fits", () => {
  const fields = [
    custom("nps_score", "number"),
    custom("other", "number", { label: "NPS Score" }),
    custom("tier", "date"),
  ];
  const there = [remote("nps", "number", { label: "NPS score" }), remote("tier", "choice")];
  expect(suggestedPairs(fields, there)).toEqual({ nps_score: "nps" });
});
