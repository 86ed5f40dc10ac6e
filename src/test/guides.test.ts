import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { BULK_LIMIT } from "@/lib/bulk-limit";
import { csvEncodings } from "@/lib/csv/csv-format";
import { listOperators, maxGrouped, maxGroups } from "@/lib/list-filter";
import { roles } from "@/lib/role-rows";
import { permissions } from "@/lib/roles";
import { retentionDays } from "@/modules/platform/history/notifications/rules";
import { passwordLength } from "@/modules/platform/identity/auth/rules";
import { validDays } from "@/modules/platform/identity/members/invitations/rules";
import { memberList } from "@/modules/platform/identity/members/row";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import { catalog } from "@/server/catalog";
import { errorStatus } from "@/server/errors";
import { isRepeatable } from "@/server/idempotency";
import type { AnyOperation } from "@/server/operation";
import { sessionDays } from "@/server/session-cookie";

const guide = (name: string): string => readFileSync(`docs/guides/${name}.md`, "utf8");
/** The section of a guide under one of its headings. */
const part = (name: string, head: string): string =>
  guide(name)
    .split(/^## /m)
    .find((text) => text.startsWith(`${head}\n`)) ?? "";
/** Text in backticks, without code blocks. */
const quoted = (text: string): string[] =>
  [...text.replaceAll(/^```.*?^```$/gms, "").matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
/** First cells of a table, without its head, with the second. */
const table = (text: string): [string, string][] =>
  [...text.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|/gm)]
    .slice(1)
    .flatMap(([, a = "", b = ""]) => (/^-+$/.test(a) ? [] : [[a, b]]));

it("integrators read every code with its status", () => {
  expect(Object.fromEntries(table(part("integrators", "Codes")))).toEqual(
    Object.fromEntries(Object.entries(errorStatus).map(([code, status]) => [code, String(status)])),
  );
});

it("integrators read every scope", () => {
  const documented = quoted(part("integrators", "Scopes")).filter((word) => /^\w+:\w+$/.test(word));
  expect(documented.toSorted()).toEqual(permissions.toSorted());
});

it("integrators read which fields each list has, and every operator and encoding", () => {
  const text = part("integrators", "Lists");
  const documented = [
    ...text.matchAll(
      /^- `(\/[\w-]+)`: conditions\s+on\s+([^;]+);\s+sorted\s+by\s+([^;]+?)(?:;\s+within\s+([^;]+?))?\.\n/gms,
    ),
  ].map(([, list, fields = "", sorts = "", within = ""]) => [list, [fields, sorts, within].map(quoted)]);
  const lists = {
    ...Object.fromEntries(Object.values(declaredNouns).map(({ noun, table }) => [noun.head.path, table.list])),
    members: memberList,
  };
  const held = Object.entries(lists).map(([name, { fields }]) => {
    const names = (wanted: (field: (typeof fields)[string]) => unknown) =>
      Object.entries(fields).flatMap(([field, facts]) => (wanted(facts) ? [field] : []));
    return [`/${name}`, [names(() => true), names(({ sortable }) => sortable), names(({ groups }) => groups)]];
  });
  const byPath = (lists: (typeof held)[number][]) => lists.toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(byPath(documented as typeof held)).toEqual(byPath(held));
  expect(listOperators.filter((op) => !quoted(text).includes(op))).toEqual([]);
  expect(csvEncodings.filter((encoding) => !quoted(part("integrators", "An import")).includes(encoding))).toEqual([]);
});

it("integrators read which changes take no Idempotency-Key", () => {
  const all: AnyOperation[] = Object.values(operations);
  const without = all.flatMap((one) =>
    one.rest && one.rest.method !== "GET" && !isRepeatable(one) ? [`${one.rest.method} ${one.rest.path}`] : [],
  );
  // POST is left out of the text.
  const documented = quoted(part("integrators", "Sending again")).flatMap((word) => {
    if (word.startsWith("/")) return word.startsWith("/api/") ? [] : [`POST ${word}`];
    return /^[A-Z]+ \//.test(word) ? [word] : [];
  });
  expect(documented.sort()).toEqual(without.sort());
});

it("operators read every drill", () => {
  const ids = [...readFileSync("drills/drills.ts", "utf8").matchAll(/\bid: "(\w+)"/g)].map(([, id]) => id);
  expect(
    table(part("operators", "Drills"))
      .map(([id]) => quoted(id)[0])
      .sort(),
  ).toEqual(ids.sort());
});

it("users read which fields files can fill", () => {
  const held = catalog().importers.map(({ catalog: { columns } }) =>
    Object.values(columns).flatMap(({ label, importable }) => (importable === false ? [] : [label])),
  );
  const rows = [...part("users", "Importing data").matchAll(/^\|[^|]+\|[^|]+\| (.*?) +\|$/gm)].slice(2);
  const written = rows.map(([, fields = ""]) => fields);
  expect(written.toSorted()).toEqual(held.map((fields) => fields.join(", ")).toSorted());
});

it("users read every key", () => {
  const sources = globSync("src/**/*.{ts,tsx}").filter((path) => !path.includes(".test."));
  const codes = sources.map((path) => readFileSync(path, "utf8"));
  const shortcuts = codes.flatMap((code) => [...code.matchAll(/\bkeys: "([^"]+)"/g)]);
  const own = codes.flatMap((code) =>
    [...code.matchAll(/OwnKeys = \[(.*?)\n\]/gs)].flatMap(([, rows = ""]) => [...rows.matchAll(/\["([^"]+)",/g)]),
  );
  const words: Record<string, string> = {
    "mod+k": "⌘K",
    "mod+a": "⌘A",
    "mod+z": "⌘Z",
    "mod+c": "⌘C",
    "mod+v": "⌘V",
    "mod+d": "⌘D",
    backspace: "⌫",
    tab: "Tab",
    "mod+shift+z": "⇧⌘Z",
    "mod+alt+0": "⌥⌘0",
    "mod+alt+c": "⌥⌘C",
    "mod+shift+7": "⇧⌘7",
    "mod+shift+8": "⇧⌘8",
    "mod+shift+9": "⇧⌘9",
    "mod+shift+b": "⇧⌘B",
    escape: "Esc",
    enter: "Enter",
    space: "Space",
    right: "→",
    down: "↓",
    up: "↑",
    left: "←",
    "shift+down": "⇧↓",
    "alt+up": "⌥↑",
    "alt+down": "⌥↓",
    "alt+left": "⌥←",
    "alt+right": "⌥→",
    "alt+shift+down": "⌥⇧↓",
    "alt+shift+up": "⌥⇧↑",
  };
  const steps = [...shortcuts, ...own].flatMap(([, keys = ""]) => keys.split(" ")).map((key) => words[key] ?? key);
  expect(steps.length).toBeGreaterThan(25);
  const documented = quoted(part("users", "Keys"));
  expect([...new Set(steps)].filter((step) => !documented.includes(step))).toEqual([]);
});

it("users and admins read every page of the settings", () => {
  const pages = [
    ...readFileSync("src/app/(app)/[workspace]/settings-nav.tsx", "utf8").matchAll(/item\("([^"]+)"/g),
  ].map(([, page = ""]) => page);
  expect(pages.length).toBeGreaterThan(5);
  const documented = guide("users") + guide("admins");
  expect(pages.filter((page) => !documented.includes(`Settings › ${page}`))).toEqual([]);
});

it("admins read every role", () => {
  expect(table(part("admins", "People")).map(([role]) => role)).toEqual(roles);
});

it.each([
  ["users", `at least ${passwordLength.least} characters`],
  ["users", `kept for ${retentionDays.done} days, anything else for ${retentionDays.open}`],
  ["admins", `done with ${retentionDays.done} days ago, and all that are older than ${retentionDays.open} days`],
  ["admins", `by e-mail, ${retentionDays.mail} days back`],
  ["admins", `works for ${validDays === 7 ? "seven" : validDays} days`],
  ["integrators", `up to ${BULK_LIMIT} ids`],
  ["integrators", `up to ${maxGroups} of`],
  ["integrators", `up to ${maxGrouped} conditions each`],
  ["operators", `sessions end after ${sessionDays} days`],
  ["operators", `in the log after ${retentionDays.mail}, notifications ${retentionDays.done} days after`],
])("%s read figures as they are: %s", (name, words) => {
  expect(guide(name).replaceAll(/\s+/g, " ")).toContain(words);
});
