import { expect, test } from "vitest";
import { usualTotals, valuesOf, withTotal } from "@/components/data-table/column-totals";

const total = () => null;

test("amounts that are shown are added up until somebody chooses totals", () => {
  const columns = [
    { id: "name", kind: "text" as const },
    { id: "amount", kind: "money" as const, total },
    { id: "cost", kind: "money" as const, total },
    { id: "employees", kind: "number" as const, total },
  ];
  expect(usualTotals(columns, [{ id: "name" }, { id: "amount" }, { id: "employees" }])).toEqual([
    { field: "amount", of: "sum" },
  ]);
});

test("a column has one total, or none", () => {
  const sum = { field: "amount", of: "sum" as const };
  const other = { field: "cost", of: "max" as const };
  expect(withTotal([sum, other], "amount", "min")).toEqual([other, { field: "amount", of: "min" }]);
  expect(withTotal([sum, other], "amount", null)).toEqual([other]);
});

test("the workspace's own currency comes first", () => {
  const amounts = [
    { amount: 5, currency: "EUR" },
    { amount: "99999999999999999", currency: "USD" },
  ];
  expect(valuesOf({ field: "amount", of: "sum", value: null, amounts }, "USD")).toEqual([amounts[1], amounts[0]]);
  expect(valuesOf({ field: "employees", of: "sum", value: 7, amounts: [] }, "USD")).toEqual([7]);
  expect(valuesOf({ field: "amount", of: "sum", value: null, amounts: [] }, "USD")).toEqual([]);
});
