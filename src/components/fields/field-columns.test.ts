import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { fieldColumns, withCents } from "./field-columns";

const fields = defineFields({
  price: field.money({ label: "Price" }),
  cost: field.money({ label: "Cost" }),
  size: field.integer({ label: "Size" }),
});
const money = (amount: number, currency = "USD") => ({ amount, currency });

test("cents show in all cells of a column in which one amount has some", () => {
  const rows = [
    { price: money(20_000), cost: money(20_000), size: 12_345 },
    { price: money(123_450), cost: money(5_001, "JPY"), size: 1 },
    { price: null, cost: null, size: 1 },
  ];
  expect(withCents(fields, rows)).toEqual(["price"]);
  const at = { locale: "en-US", currency: "USD" } as never;
  const columns = fieldColumns(fields, at, { overrides: undefined, cents: withCents(fields, rows) });
  const shown = columns.map(({ cell }) => cell({ id: "1", mayEdit: true, ...rows[0] }));
  expect(shown.slice(0, 2)).toEqual(["$200.00", "$200"]);
});
