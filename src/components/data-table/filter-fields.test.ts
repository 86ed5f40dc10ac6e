import { describe, expect, test } from "vitest";
import {
  builderOperator,
  type FilterField,
  groupFields,
  operatorsOf,
  replaceAt,
  shortOperator,
  unnamedText,
} from "@/components/data-table/filter-fields";
import { shownOperator } from "@/lib/filter-words";
import type { Condition } from "@/lib/list-filter";

const stage: FilterField = { field: "stage", label: "Stage", kind: "enum" };
const one: Condition = { field: "stage", op: "anyOf", value: ["a"] };
const two: Condition = { field: "stage", op: "anyOf", value: ["a", "b"] };

test("each kind offers only operators that can compare it", () => {
  expect(operatorsOf("boolean")).toEqual(["is"]);
  expect(operatorsOf("text")).not.toContain("atLeast");
  expect(operatorsOf("money")).not.toContain("contains");
  expect(operatorsOf("date")).toContain("before");
});

test("one pick reads as is, several as is any of", () => {
  expect(shownOperator(one)).toBe("is");
  expect(shownOperator(two)).toBe("anyOf");
  expect(shownOperator({ field: "tags", op: "allOf", value: ["a"] })).toBe("is");
  expect(shownOperator({ field: "tags", op: "allOf", value: ["a", "b"] })).toBe("allOf");
  expect(shownOperator({ field: "stage", op: "noneOf", value: ["a"] })).toBe("isNot");
  expect(shownOperator({ field: "stage", op: "empty" })).toBe("empty");
});

test("a phone leaves out no operator that turns the meaning", () => {
  for (const kind of ["text", "enum", "choices", "money", "date"] as const)
    for (const op of operatorsOf(kind))
      if (!["is", "anyOf", "between", "empty", "notEmpty"].includes(op)) expect(shortOperator(op), op).toBeTruthy();
});

test("the builder takes over a condition with is as a pick list", () => {
  expect(builderOperator(stage, undefined)).toBe("anyOf");
  expect(builderOperator(stage, { field: "stage", op: "is", value: "a" })).toBe("anyOf");
  expect(builderOperator(stage, { field: "stage", op: "isNot", value: "a" })).toBe("noneOf");
  expect(builderOperator(stage, { field: "stage", op: "empty" })).toBe("empty");
});

describe("replaceAt", () => {
  test("adds, puts in place and takes away", () => {
    expect(replaceAt([one], null, two)).toEqual([one, two]);
    expect(replaceAt([one], 0, two)).toEqual([two]);
    expect(replaceAt([one, two], 0, null)).toEqual([two]);
    expect(replaceAt([one], null, null)).toEqual([one]);
  });
});

test("a group is named by its fields, each once", () => {
  const group = { match: "any" as const, conditions: [one, two, { field: "owner", op: "empty" as const }] };
  expect(groupFields(group, [stage, { field: "owner", label: "Owner", kind: "member" }])).toEqual(["Stage", "Owner"]);
});

test("values without a name are counted in words", () => {
  expect(unnamedText(1, "known", "en-US")).toBe("1 unknown or hidden value");
  expect(unnamedText(3, "known", "en-US")).toBe("3 unknown or hidden values");
  expect(unnamedText(1, "failed", "en-US")).toBe("1 name could not be loaded");
  expect(unnamedText(2, "failed", "en-US")).toBe("2 names could not be loaded");
});
