import { beforeAll, expect, test } from "vitest";
import type { Condition } from "@/lib/list-filter";
import type { Ctx } from "@/server/context";
import { opportunityWorkspace } from "@/test/opportunities";
import { getBoard } from "./board/operations";
import { createOpportunity, opportunityOperations } from "./operations/all";

let admin: Ctx;

/** A workspace in dollars with opportunities worth $3,000, $6,000, EUR 5,000, JPY 600,000 and without a value. */
beforeAll(async () => {
  ({ admin } = await opportunityWorkspace());
  for (const [name, amount, currency] of [
    ["3,000", 300_000, "USD"],
    ["6,000", 600_000, "USD"],
    ["EUR 5,000", 500_000, "EUR"],
    ["JPY 600,000", 600_000, "JPY"],
  ] as const)
    await createOpportunity(admin, { name, amount: { amount, currency } });
  await createOpportunity(admin, { name: "Unknown" });
});

type Tested = Pick<Condition, "op" | "value">;
const foreign = ["EUR 5,000", "JPY 600,000"];

test.each<[Tested, string[]]>([
  [{ op: "atLeast", value: 500_000 }, ["6,000"]],
  [{ op: "atMost", value: 500_000 }, ["3,000"]],
  [{ op: "after", value: 300_000 }, ["6,000"]],
  [{ op: "before", value: 600_000 }, ["3,000"]],
  [{ op: "between", value: [1, 600_000] }, ["3,000", "6,000"]],
  [{ op: "is", value: 600_000 }, ["6,000"]],
  [{ op: "isNot", value: 600_000 }, ["3,000", ...foreign, "Unknown"]],
  [{ op: "atLeast", value: "500000 EUR" }, ["EUR 5,000"]],
  [{ op: "between", value: ["1 JPY", "900000 JPY"] }, ["JPY 600,000"]],
  [{ op: "anyOf", value: [300_000, "500000 EUR"] }, ["3,000", "EUR 5,000"]],
  [{ op: "noneOf", value: [300_000, "500000 EUR"] }, ["6,000", "JPY 600,000", "Unknown"]],
  [{ op: "atLeast", value: "1 GBP" }, []],
  [{ op: "empty" }, ["Unknown"]],
])("amounts are compared with those of one currency: %o", async (condition, names) => {
  const conditions = [{ field: "amount", ...condition }];
  const { rows, total } = await opportunityOperations.list(admin, { conditions });
  expect(rows.map(({ name }) => name).sort()).toEqual(names);
  expect(total).toBe(names.length);
  const { columns } = await getBoard(admin, { conditions });
  expect(columns.flatMap(({ cards }) => cards.map(({ name }) => name)).sort()).toEqual(names);
});

test.each<[Tested, string]>([
  [{ op: "between", value: [100, "200 EUR"] }, "Give both amounts in one currency."],
  [{ op: "is", value: "much EUR" }, "Enter a number."],
  [{ op: "contains", value: "5" }, "This comparison does not work with this field. Choose another one."],
])("is refused with its reason: %o", async (condition, message) => {
  await expect(
    opportunityOperations.list(admin, { conditions: [{ field: "amount", ...condition }] }),
  ).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path: "conditions.0.value", message }] },
  });
});

test("an amount that is taken away leaves the currency, and one is at most what totals can add up", async () => {
  const given = { name: "In euro", amount: { amount: 1e15, currency: "EUR" } };
  const { id, version } = await createOpportunity(admin, given);
  const emptied = await opportunityOperations.update(admin, { id, version, amount: null });
  expect(emptied).toMatchObject({ amount: null, weightedAmount: null, currency: "EUR" });
  const amount = { amount: 1e15 + 1, currency: "EUR" };
  await expect(opportunityOperations.update(admin, { id, version: emptied.version, amount })).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path: "amount", message: "Use at most 1,000,000,000,000,000 minor units." }] },
  });
});
