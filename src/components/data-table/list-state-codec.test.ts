import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeColumns,
  decodeFilter,
  decodeSort,
  decodeTotals,
  encodeColumns,
  encodeFilter,
  encodeSort,
  encodeTotals,
} from "@/components/data-table/list-state-codec";
import { conditionSchema } from "@/lib/list";
import { type Condition, type ConditionGroup, listOperators, maxGrouped, maxGroups } from "@/lib/list-filter";

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

const parts = fc.record({
  conditions: fc.array(condition, { maxLength: 6 }),
  groups: fc.array(
    fc.record({
      match: fc.constantFrom("any" as const, "all" as const),
      conditions: fc.array(condition, { minLength: 1, maxLength: maxGrouped }),
    }),
    { maxLength: maxGroups },
  ),
});

describe("a filter in the URL", () => {
  test("reads well", () => {
    const conditions: Condition[] = [
      { field: "stage", op: "anyOf", value: ["engaging", "proposal"] },
      { field: "value", op: "atLeast", value: 100_000 },
      { field: "owner", op: "empty" },
    ];
    const groups: ConditionGroup[] = [
      { match: "any", conditions: conditions.slice(1) },
      { match: "all", conditions: conditions.slice(0, 1) },
    ];
    expect(encodeFilter({ conditions, groups: [] })).toBe(
      "stage:anyOf:engaging,proposal;value:atLeast:100000;owner:empty",
    );
    expect(encodeFilter({ conditions: [], groups })).toBe(
      "any(value:atLeast:100000~owner:empty);all(stage:anyOf:engaging,proposal)",
    );
  });

  test("comes back as it went", () => {
    fc.assert(
      fc.property(parts, (filter) => {
        expect(decodeFilter(encodeFilter(filter))).toEqual(filter);
      }),
    );
  });

  test("an address from before there were groups means what it meant", () => {
    expect(decodeFilter("name:contains:any(a~b);note:is:all(")).toEqual({
      conditions: [
        { field: "name", op: "contains", value: "any(a~b)" },
        { field: "note", op: "is", value: "all(" },
      ],
      groups: [],
    });
  });

  test("unknown parts are left out, the others are kept", () => {
    const good = { field: "name", op: "contains", value: "gtx" };
    expect(decodeFilter("name:contains:gtx;name:like:x;:is:1;value:between:1;owner:empty:1;;x")).toEqual({
      conditions: [good],
      groups: [],
    });
    expect(decodeFilter("any(name:like:x);any();all(x~name:contains:gtx)")).toEqual({
      conditions: [],
      groups: [{ match: "all", conditions: [good] }],
    });
  });

  test("more than a filter may hold is cut, so that the server is not asked for it", () => {
    const { groups } = decodeFilter(Array.from({ length: 9 }, () => `any(${"a:empty~".repeat(30)}b:empty)`).join(";"));
    expect(groups).toHaveLength(maxGroups);
    expect(groups.map((group) => group.conditions.length)).toEqual(groups.map(() => maxGrouped));
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(decodeFilter(text).conditions)));
  });
});

test("sort comes back as it went, one order and several", () => {
  const [closing, name, value] = [
    { field: "closeDate", direction: "desc" as const },
    { field: "name", direction: "asc" as const },
    { field: "custom.value", direction: "desc" as const },
  ];
  for (const sorts of [[closing], [name], [closing, name], [name, value, closing]])
    expect(decodeSort(encodeSort(sorts))).toEqual(sorts);
  expect(encodeSort([closing, name])).toBe("-closeDate,name");
  expect(decodeSort("a,b,c,d")).toHaveLength(3);
  expect(decodeSort("")).toBeNull();
  expect(decodeSort("a,,b")).toBeNull();
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

test("totals come back as they went, each field once, and rubbish is left out", () => {
  const totals = [
    { field: "value", of: "sum" as const },
    { field: "custom:a,b", of: "average" as const },
  ];
  expect(encodeTotals(totals)).toBe("value:sum,custom!:a!,b:average");
  expect(decodeTotals(encodeTotals(totals))).toEqual(totals);
  expect(decodeTotals("value:sum,value:max,x:product,:sum,y")).toEqual([{ field: "value", of: "sum" }]);
  expect(decodeTotals("")).toEqual([]);
});
