import { describe, expect, test } from "vitest";
import { nextInvoiceFigure } from "./rules";

const usd = (amount: number) => ({ amount, currency: "USD" });
const at = { locale: "en-US", currency: "USD", day: (instant: string) => instant.slice(0, 10) };
const nothing = { next: null, credit: usd(0), cancelAt: null, interval: null, trialEndsAt: null };
const told = (facts: Partial<Parameters<typeof nextInvoiceFigure>[0]>) =>
  nextInvoiceFigure({ ...nothing, ...facts }, at);

describe("the next invoice", () => {
  const next = { at: "2027-11-24T10:00:00.000Z", due: usd(0), fromBalance: usd(116_000), tax: usd(0) };

  test("is the amount that will be charged, with the credit that pays the rest", () => {
    expect(told({ next, credit: usd(119_999), interval: "year" })).toEqual({
      label: "Next invoice, 2027-11-24",
      value: "$0.00",
      note: "$1,160.00 is paid from your credit of $1,199.99",
    });
    const taxed = { ...next, due: usd(120_000), fromBalance: usd(0), tax: usd(4_000) };
    expect(told({ next: taxed })).toMatchObject({ value: "$1,200.00", note: "Tax $40.00 included" });
  });

  test("that does not come has its reason", () => {
    const at3 = "2026-12-03T10:00:00.000Z";
    const notes = [{}, { interval: "year" }, { trialEndsAt: at3 }, { cancelAt: at3 }].map((one) => told(one).note);
    expect(notes).toEqual([
      "Nothing is due",
      "Not known at the moment",
      "The trial costs nothing",
      "The plan ends on 2026-12-03",
    ]);
  });
});
