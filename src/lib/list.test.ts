import { describe, expect, test } from "vitest";
import { conditionSchema, listInputSchema } from "@/lib/list";
import { maxGrouped, maxGroups } from "@/lib/list-filter";

describe("conditionSchema", () => {
  test.each([
    { field: "name", op: "contains", value: "gtx" },
    { field: "value", op: "between", value: [100, 200] },
    { field: "stage", op: "anyOf", value: ["a", "b"] },
    { field: "tags", op: "allOf", value: ["a", "b"] },
    { field: "owner", op: "empty" },
    { field: "won", op: "is", value: false },
  ])("takes $op", (condition) => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
  });

  test.each([
    { field: "name", op: "contains" },
    { field: "value", op: "between", value: [100] },
    { field: "stage", op: "anyOf", value: [] },
    { field: "tags", op: "allOf", value: "a" },
    { field: "stage", op: "anyOf", value: "a" },
    { field: "stage", op: "is", value: ["a"] },
    { field: "owner", op: "empty", value: "x" },
    { field: "name", op: "like", value: "x" },
    { field: "", op: "is", value: "x" },
    { field: "value", op: "is", value: Number.NaN },
  ])("refuses %o", (condition) => {
    expect(conditionSchema.safeParse(condition).success).toBe(false);
  });
});

test("a list asks for 1 to 100 rows", () => {
  expect(listInputSchema.safeParse({ limit: 100 }).success).toBe(true);
  expect(listInputSchema.safeParse({ limit: 101 }).success).toBe(false);
  expect(listInputSchema.safeParse({ limit: 0 }).success).toBe(false);
});

describe("groups of conditions", () => {
  const one = { field: "owner", op: "empty" };
  const groups = (count: number, size: number) =>
    Array.from({ length: count }, () => ({ match: "any", conditions: Array.from({ length: size }, () => one) }));

  const tenLevels = (depth: number): unknown =>
    depth === 0 ? one : { match: "all", conditions: [tenLevels(depth - 1)] };

  test.each([
    { groups: groups(1, 1) },
    { groups: groups(maxGroups, maxGrouped), match: "any" },
    { conditions: [one], groups: [], match: "all" },
  ])("are taken within their bounds", (input) => {
    expect(listInputSchema.safeParse(input).success).toBe(true);
  });

  test.each([
    { why: "too many groups", input: { groups: groups(maxGroups + 1, 1) } },
    { why: "too many conditions in one", input: { groups: groups(1, maxGrouped + 1) } },
    { why: "none in one", input: { groups: groups(1, 0) } },
    { why: "a group in a group", input: { groups: [{ match: "all", conditions: groups(1, 1) }] } },
    { why: "neither any nor all", input: { groups: [{ match: "none", conditions: [one] }] } },
    { why: "neither any nor all of the whole", input: { conditions: [one], match: "some" } },
    { why: "groups of ten levels", input: { groups: [tenLevels(10)] } },
  ])("are refused with $why", ({ input }) => {
    expect(listInputSchema.safeParse(input).success).toBe(false);
  });
});

describe("a filter that is too large says so", () => {
  const one = { field: "owner", op: "empty" };
  const many = (count: number) => Array.from({ length: count }, () => one);
  test.each([
    [{ conditions: many(200) }, "Use at most 30 conditions."],
    [{ groups: many(6).map(() => ({ match: "any", conditions: many(1) })) }, "Use at most 5 groups of conditions."],
    [{ groups: [{ match: "any", conditions: many(11) }] }, "A group has at most 10 conditions."],
  ])("%#", (input, message) => {
    expect(listInputSchema.safeParse(input).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

test("a list takes one order or up to three", () => {
  const sort = (field: string) => ({ field, direction: "asc" });
  const takes = (value: unknown) => listInputSchema.safeParse({ sort: value }).success;
  expect([takes(sort("a")), takes([sort("a")]), takes(["a", "b", "c"].map(sort))]).toEqual([true, true, true]);
  expect([takes([]), takes(["a", "b", "c", "d"].map(sort))]).toEqual([false, false]);
});
