import { expect, test } from "vitest";
import type { OpportunitySums } from "../board/schema";
import type { AccountTotals } from "../totals/schema";
import { accountFigures, sumTexts } from "./account-totals";

const at = { locale: "en-US", currency: "USD" };
const money = (amount: number, currency = "USD") => ({ amount, currency });
const sums = (amount: number, euros?: number): OpportunitySums => ({
  count: 1,
  ...{ total: money(amount), weighted: money(amount), withoutProbability: 0 },
  others: euros
    ? [{ currency: "EUR", count: 1, total: money(euros, "EUR"), weighted: money(euros, "EUR"), withoutProbability: 0 }]
    : [],
});
const totals = (won: OpportunitySums) => ({ won, open: sums(0), lost: sums(0), winRate: null });
// Intl writes a no-break space behind the code of a currency.
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const wonOf = (own: OpportunitySums, family: OpportunitySums, members = 2) => {
  const data = { own: totals(own), family: totals(family), members: Array(members).fill({}), complete: true };
  const won = accountFigures(data as unknown as AccountTotals, at as never)[0];
  return [won?.value, won?.note].map((text) => text && plain(text));
};

test("the figure is the amount that there is, in whichever currency", () => {
  expect(wonOf(sums(0, 129_831_900), sums(0, 129_831_900), 1)).toEqual(["EUR 1,298,319", undefined]);
  expect(wonOf(sums(0), sums(0), 1)).toEqual(["$0", undefined]);
});

test("further currencies stand below, of the family too", () => {
  expect(wonOf(sums(5000, 700), sums(5000, 900))).toEqual(["$50", "And EUR 7 · Family $50 and EUR 9"]);
  expect(wonOf(sums(5000), sums(0, 900))).toEqual(["$50", "Family EUR 9"]);
});

test("each currency is a line of its own in a column of sums", () => {
  expect(sumTexts(sums(5000, 700), at as never).map(plain)).toEqual(["$50", "EUR 7"]);
});
