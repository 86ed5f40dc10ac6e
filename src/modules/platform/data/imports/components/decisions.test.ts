import { expect, test } from "vitest";
import { columnKinds } from "@/lib/catalog";
import type { ValueGroup } from "../schema";
import { isTyped, jointChoice } from "./decisions";

test("a value that no list has is typed: a time or a phone number has nothing to choose from", () => {
  expect(columnKinds.filter((kind) => !isTyped(kind))).toEqual(["text", "longText", "enum", "reference"]);
  expect(isTyped(undefined)).toBe(false);
});

const similar = (text: string, ...labels: string[]): ValueGroup => ({
  field: "name",
  column: 0,
  text,
  within: "",
  rows: 1,
  firstLine: 2,
  state: "near",
  reason: "",
  suggestions: labels.map((label) => ({ label, id: null, why: "in your files", sure: false })),
  mayCreate: false,
  type: null,
  place: null,
  given: null,
  choice: null,
  byRule: false,
});

test.each([
  ["Acme", ["Acme GmbH"], "Acme GmbH"],
  ["Acme GmbH", ["Acme"], "Acme"],
  ["Softwear", ["Software"], "Software"],
  ["Softwear", ["Software", "Softwares"], "Software"],
  ["Acme Inc", ["Acme GmbH"], null],
  ["Acme", ["Acme GmbH", "Acme Inc"], null],
  ["Acme Inc", ["Acme", "Acme GmbH"], null],
])("of %s with %j, what is taken together with others is %s", (text, labels, taken) => {
  expect(jointChoice(similar(text, ...labels))).toEqual(taken === null ? null : { do: "replace", text: taken });
});
