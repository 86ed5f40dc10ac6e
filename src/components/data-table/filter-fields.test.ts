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
import { operatorFor, typedRelativeDate } from "@/components/data-table/relative-dates";
import { operatorLabel, shownOperator } from "@/lib/filter-words";
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

describe("a period in the filter of a date", () => {
  test("means is in, unless an operator was chosen beside it", () => {
    expect(operatorFor("before", "next 60 days", false)).toBe("is");
    expect(operatorFor("after", "this quarter", false)).toBe("is");
    expect(operatorFor("before", "this quarter", true)).toBe("before");
    expect(operatorFor("before", "2026-11-30", false)).toBe("before");
    // A day is before or after; "is before today" is what a list of overdue deals asks.
    expect(operatorFor("before", "today", false)).toBe("before");
    expect(operatorFor("between", ["last 7 days", "today"], false)).toBe("between");
  });
  test("reads as is in, a day as is", () => {
    expect(operatorLabel("is", "next 60 days")).toBe("is in");
    expect(operatorLabel("is", "today")).toBe("is");
    expect(operatorLabel("is")).toBe("is");
    expect(operatorLabel("before", "this week")).toBe("is before");
  });
  test.each([
    ["Next 60 days", "next 60 days"],
    ["in the next 60 days", "next 60 days"],
    ["within the  next 2 weeks", "next 14 days"],
    ["past 3 weeks", "last 21 days"],
    ["next 1 day", "next 1 days"],
    ["this week", "this week"],
  ])("%s is %s", (text, value) => {
    expect(typedRelativeDate(text)).toEqual({ value, problem: null });
  });
  test("has its limits, and other texts are none", () => {
    expect(typedRelativeDate("next 600 weeks")?.problem).toContain("3,650");
    expect(typedRelativeDate("in 60 days")).toBeNull();
  });
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
  expect(unnamedText({}, 1, "known", "en-US")).toBe("1 unknown or hidden value");
  expect(unnamedText({}, 3, "known", "en-US")).toBe("3 unknown or hidden values");
  expect(unnamedText({ ofRecords: true }, 1, "known", "en-US")).toBe("a record you cannot see");
  expect(unnamedText({ ofRecords: true }, 3, "known", "en-US")).toBe("3 records you cannot see");
  expect(unnamedText({}, 1, "failed", "en-US")).toBe("1 name could not be loaded");
  expect(unnamedText({}, 2, "failed", "en-US")).toBe("2 names could not be loaded");
});
