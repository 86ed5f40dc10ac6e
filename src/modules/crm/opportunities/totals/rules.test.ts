import { expect, test } from "vitest";
import { addSums, shownSums } from "./rules";

const money = (amount: number, currency = "USD") => ({ amount, currency });
const other = (currency: string, count: number, amount: number) => ({
  ...{ currency, count },
  ...{ total: money(amount, currency), weighted: money(amount / 2, currency), withoutProbability: count },
});
const sums = (amount: number, ...others: ReturnType<typeof other>[]) => ({
  ...{ total: money(amount), weighted: money(amount / 2), withoutProbability: amount / 10, others },
});
const totals = (of: Parameters<typeof shownSums>[0]) => shownSums(of).map(({ total }) => total);

test("the workspace's currency is first, then those of most opportunities", () => {
  expect(totals(sums(100, other("CHF", 1, 70), other("EUR", 4, 40)))).toEqual([
    ...[money(100), money(40, "EUR"), money(70, "CHF")],
  ]);
});

test("nothing in the workspace's currency is left out beside amounts in others", () => {
  expect(totals(sums(0, other("CHF", 1, 70), other("EUR", 4, 40)))).toEqual([money(40, "EUR"), money(70, "CHF")]);
  expect(totals(sums(0))).toEqual([money(0)]);
});

test("stages together: each currency with itself", () => {
  const lead = sums(100, other("EUR", 4, 40));
  const proposal = sums(30, other("EUR", 1, 2), other("GBP", 1, 8));
  expect(addSums([lead, proposal], "USD")).toEqual(sums(130, other("EUR", 5, 42), other("GBP", 1, 8)));
  expect(addSums([], "USD")).toEqual(sums(0));
});
