import { describe, expect, test } from "vitest";
import { conditionSchema, listInputSchema } from "@/lib/list";

describe("conditionSchema", () => {
  test.each([
    { field: "name", op: "contains", value: "gtx" },
    { field: "value", op: "between", value: [100, 200] },
    { field: "stage", op: "anyOf", value: ["a", "b"] },
    { field: "owner", op: "empty" },
    { field: "won", op: "is", value: false },
  ])("takes $op", (condition) => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
  });

  test.each([
    { field: "name", op: "contains" },
    { field: "value", op: "between", value: [100] },
    { field: "stage", op: "anyOf", value: [] },
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
