import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { boardOf } from "./board";
import { defineNoun } from "./define";

const options = [
  { value: "new", label: "New", color: "blue" },
  { value: "old", label: "Old" },
] as const;
const nounBy = (by: "kind" | "maybe" | "name" | "loose" | undefined) =>
  defineNoun("product", {
    fields: defineFields({
      name: field.text({ label: "Name", required: true, title: true, folded: true }),
      kind: field.choice({ label: "Kind", required: true, groupable: true, options }),
      maybe: field.choice({ label: "Stage", groupable: true, options }),
      loose: field.choice({ label: "Loose", options }),
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
  expect(() => nounBy("loose")).toThrow("it must be a choice with groupable: true");
});
