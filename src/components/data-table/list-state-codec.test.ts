import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeColumns,
  decodeConditions,
  decodeSort,
  encodeColumns,
  encodeConditions,
  encodeSort,
} from "@/components/data-table/list-state-codec";
import { type Condition, conditionSchema, listOperators } from "@/lib/list";

const scalar = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom("true", "12", "-3.5", "'", "a,b;c:d!e", "", " 7"),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
);
const condition = fc
  .record({
    field: fc.string({ minLength: 1, maxLength: 20 }),
    op: fc.constantFrom(...listOperators),
    value: fc.oneof(scalar, fc.boolean(), fc.array(scalar, { minLength: 1, maxLength: 4 })),
  })
  .map(
    ({ field, op, value }): Condition =>
      op === "empty" || op === "notEmpty"
        ? { field, op }
        : { field, op, value: value as NonNullable<Condition["value"]> },
  )
  .filter((candidate) => conditionSchema.safeParse(candidate).success);

describe("conditions in the URL", () => {
  test("read well", () => {
    const conditions: Condition[] = [
      { field: "stage", op: "anyOf", value: ["engaging", "proposal"] },
      { field: "value", op: "atLeast", value: 100_000 },
      { field: "owner", op: "empty" },
    ];
    expect(encodeConditions(conditions)).toBe("stage:anyOf:engaging,proposal;value:atLeast:100000;owner:empty");
  });

  test("come back as they went", () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 6 }), (conditions) => {
        expect(decodeConditions(encodeConditions(conditions))).toEqual(conditions);
      }),
    );
  });

  test("what is not understood is left out, the rest stays", () => {
    const good = { field: "name", op: "contains", value: "gtx" };
    expect(decodeConditions("name:contains:gtx;name:like:x;:is:1;value:between:1;owner:empty:1;;x")).toEqual([good]);
  });

  test("never throw", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(decodeConditions(text))));
  });
});

test("sort comes back as it went", () => {
  for (const sort of [
    { field: "closeDate", direction: "asc" } as const,
    { field: "value", direction: "desc" } as const,
  ]) {
    expect(decodeSort(encodeSort(sort))).toEqual(sort);
  }
  expect(decodeSort("")).toBeNull();
  expect(decodeSort("-")).toBeNull();
});

describe("columns in the URL", () => {
  test("come back with order, width and pin", () => {
    const places = [{ id: "name", width: 240, pinned: true }, { id: "custom:a,b" }, { id: "value", width: 90 }];
    expect(encodeColumns(places)).toBe("*name:240,custom!:a!,b,value:90");
    expect(decodeColumns(encodeColumns(places))).toEqual(places);
  });

  test("widths are kept within reason and rubbish is left out", () => {
    expect(decodeColumns("a:99999,,b:x")).toEqual([{ id: "a", width: 800 }, { id: "b" }]);
    expect(decodeColumns("")).toBeNull();
  });
});
