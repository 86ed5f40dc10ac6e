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
  ])("are refused with $why", ({ input }) => {
    expect(listInputSchema.safeParse(input).success).toBe(false);
  });
});
