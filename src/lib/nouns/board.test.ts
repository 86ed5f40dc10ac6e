import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { boardOf } from "./board";
import { listedColumns, onlyOf } from "./board-columns";
import { defineNoun } from "./define";

const options = [
  { value: "new", label: "New", color: "blue" },
  { value: "old", label: "Old" },
] as const;
const nounBy = (by: "kind" | "maybe" | "name" | "loose" | "category" | "account" | undefined) =>
  defineNoun("product", {
    fields: defineFields({
      name: field.text({ label: "Name", required: true, title: true, folded: true }),
      kind: field.choice({ label: "Kind", required: true, groupable: true, options }),
      maybe: field.choice({ label: "Stage", groupable: true, options }),
      loose: field.choice({ label: "Loose", options }),
      category: field.reference({ label: "Category", to: "productCategory", groupable: true }),
      account: field.reference({ label: "Account", to: "account", groupable: true }),
    }),
    naturalKeys: [["name"]],
    ...(by ? { boardBy: by } : {}),
  });
const columnsOf = (by: "kind" | "maybe") => boardOf(nounBy(by))?.columns.map(({ value, name }) => `${value} ${name}`);

test("the columns are the options in their order", () => {
  expect(columnsOf("kind")).toEqual(["new New", "old Old"]);
  expect(boardOf(nounBy("kind"))).toMatchObject({
    field: "kind",
    label: "Kind",
    columns: [{ color: "blue" }, { color: null }],
  });
});

test("records without a value have a column where there can be any", () => {
  expect(columnsOf("maybe")).toEqual(["null Without stage", "new New", "old Old"]);
});

test("a noun that names no choice has no board", () => {
  expect(boardOf(nounBy(undefined))).toBeNull();
});

test("a board by a field that lists cannot be grouped by is refused", () => {
  expect(() => nounBy("name")).toThrow("product has a board by name");
  expect(() => nounBy("account")).toThrow("a reference to a list in the settings");
  expect(() => nounBy("loose")).toThrow("with groupable: true");
});

test("the columns of a reference to a list in the settings are read, and moves name its id", () => {
  expect(boardOf(nounBy("category"))).toEqual({
    ...{ field: "category", input: "categoryId", label: "Category", columns: [] },
    listed: { entity: "productCategory", from: null },
  });
});

const entries = [
  { id: "a", name: "First", color: "blue" },
  { id: "b", name: "Second", color: "green" },
];
const namesOf = (...of: Parameters<typeof listedColumns>) => listedColumns(...of).map(({ name }) => name);
const group = (value: string | null, label: string | null, count = 1) => ({ value, label, count });

test("listed columns keep their order; others show only while they have cards", () => {
  expect(listedColumns("Category", entries, null, [])).toEqual([
    { id: "a", value: "a", name: "First", color: "blue" },
    { id: "b", value: "b", name: "Second", color: "green" },
  ]);
  expect(namesOf("Category", entries, null, [group("old", "Archived"), group("gone", "Empty", 0)])).toEqual([
    "First",
    "Second",
    "Archived",
  ]);
  expect(namesOf("Category", entries, null, [group(null, null)])).toEqual(["Without category", "First", "Second"]);
});

test("a board that is narrowed has the columns of its record, and those where cards have stayed", () => {
  expect(namesOf("Category", entries, ["b", "a"], [])).toEqual(["Second", "First"]);
  expect(namesOf("Category", entries, ["b"], [])).toEqual(["Second"]);
  expect(namesOf("Category", entries, ["b"], [group("a", "First")])).toEqual(["Second", "First"]);
});

test("a list is narrowed to one record only where no other one can be in it", () => {
  const one = { field: "account", op: "anyOf" as const, value: ["x"] };
  const other = { field: "name", op: "contains" as const, value: "y" };
  expect(onlyOf({ conditions: [other, one] }, "account")).toBe("x");
  expect(onlyOf({ conditions: [{ ...one, op: "is", value: "x" }] }, "account")).toBe("x");
  expect(onlyOf({ conditions: [one], match: "any" }, "account")).toBe("x");
  expect(onlyOf({ conditions: [other, one], match: "any" }, "account")).toBeNull();
  expect(onlyOf({ conditions: [{ ...one, value: ["x", "z"] }] }, "account")).toBeNull();
  expect(onlyOf({ conditions: [{ ...one, op: "noneOf" }] }, "account")).toBeNull();
  expect(onlyOf({}, "account")).toBeNull();
});
