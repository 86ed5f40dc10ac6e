import { beforeAll, describe, expect, test } from "vitest";
import type { FilterInput } from "@/lib/list";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import "@/registry/register";
import { testWorkspace } from "@/test/ctx";
import { hold } from "@/test/hold";
import type { Ctx } from "./context";

let ctx: Ctx;
const large = 1_000_000_000_000_000;

beforeAll(async () => {
  ctx = await (await testWorkspace()).role("admin");
  for (let place = 0; place < 10; place++)
    await accountOperations.create(ctx, {
      name: `Large ${place}`,
      employees: place,
      annualRevenue: { amount: large - place, currency: place < 9 ? "EUR" : "USD" },
    });
  await accountOperations.create(ctx, { name: "Small" });
});

describe("totals", () => {
  test("are exact beyond what JSON numbers hold, and never mix currencies", async () => {
    const totals = (["sum", "average", "min", "max"] as const).map((of) => ({ field: "annualRevenue", of }));
    const answer = await accountOperations.totals(ctx, { totals });
    expect(answer.count).toBe(11);
    expect(answer.totals.map(({ value, amounts }) => [value, ...amounts])).toEqual([
      [null, { amount: 9 * large - 36, currency: "EUR" }, { amount: large - 9, currency: "USD" }],
      [null, { amount: large - 4, currency: "EUR" }, { amount: large - 9, currency: "USD" }],
      [null, { amount: large - 8, currency: "EUR" }, { amount: large - 9, currency: "USD" }],
      [null, { amount: large, currency: "EUR" }, { amount: large - 9, currency: "USD" }],
    ]);
    const more = { amount: large, currency: "EUR" };
    for (const name of ["More", "And more"]) await accountOperations.create(ctx, { name, annualRevenue: more });
    const [sum] = (await accountOperations.totals(ctx, { totals: totals.slice(0, 1) })).totals;
    expect(sum?.amounts[0]).toEqual({ amount: "10999999999999964", currency: "EUR" });
  });

  test("count every match where a list stops at 1,000, and are empty where nothing matches", async () => {
    const none = { q: "nobody", totals: [{ field: "employees", of: "sum" as const }] };
    expect(await accountOperations.totals(ctx, none)).toEqual({
      count: 0,
      totals: [{ field: "employees", of: "sum", value: null, amounts: [] }],
    });
    expect(await accountOperations.totals(ctx, { q: "nobody" })).toEqual({ count: 0, totals: [] });
  });

  test.each([
    ["name", "sum", "totals.0.of"],
    ["createdAt", "average", "totals.0.of"],
    ["owner", "max", "totals.0.of"],
    ["nothing", "filled", "totals.0.field"],
    ["parent.employees", "sum", "totals.0.field"],
    ["constructor", "filled", "totals.0.field"],
  ] as const)("of %s: %s is refused", async (field, of, path) => {
    await expect(accountOperations.totals(ctx, { totals: [{ field, of }] })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path }] },
    });
  });
});

describe("totals that take too long", () => {
  const part = { field: "sku", op: "contains", value: "a" } as const;
  const exact = { field: "name", op: "is", value: "Small" } as const;
  const cases: [FilterInput, string, string][] = [
    [{ conditions: [exact, part] }, "conditions.1", "Narrow the condition on sku, or add another one."],
    [{ conditions: [exact], groups: [{ match: "any", conditions: [exact, part] }] }, "groups.0.conditions.1", "sku"],
    [{ q: "a" }, "q", "Search for a longer text"],
    [{}, "conditions", "Add a condition."],
  ];
  test("name what to narrow", async () => {
    // A statement that waits for a lock takes as long as one that reads too much; all wait together.
    await using _ = await hold("lock table products in access exclusive mode");
    const answers = await Promise.allSettled(cases.map(([filter]) => productOperations.totals(ctx, filter)));
    const refused = cases.map(([, path, message]) => ({
      status: "rejected",
      reason: { code: "VALIDATION", details: { fields: [{ path, message: expect.stringContaining(message) }] } },
    }));
    expect(answers).toMatchObject(refused);
  });

  test("are no refusal of a count beside a list, which then says that it is not known", async () => {
    await using _ = await hold("lock table products in access exclusive mode");
    expect(await productOperations.totals(ctx, { upTo: 50_000 })).toEqual({ count: 0, capped: true, totals: [] });
  });
});
