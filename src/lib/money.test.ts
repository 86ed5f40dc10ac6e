import { expect, test } from "vitest";
import { formatAmount, formatMoney, formatMoneyRounded, minorDigits, shownAmounts } from "./money";

const us = { locale: "en-US", currency: "USD" };
const de = { locale: "de-DE", currency: "EUR" };

test("formatMoney shows cents only where they are", () => {
  expect(formatMoney(548_200, "USD", us)).toBe("$5,482");
  expect(formatMoney(548_250, "USD", us)).toBe("$5,482.50");
  expect(formatMoney(0, "USD", us)).toBe("$0");
});

test("whole amounts have their cents where others beside them do", () => {
  expect(formatMoney(548_200, "USD", { ...us, cents: true })).toBe("$5,482.00");
  expect(formatMoney(5_482, "JPY", { ...us, cents: true })).toBe("JPY\u00a05,482");
});

test("another currency than the workspace's shows its code", () => {
  expect(formatMoney(420_000, "EUR", us)).toBe("EUR\u00a04,200");
  expect(formatMoney(420_000, "USD", de)).toBe("4.200\u00a0USD");
  expect(formatMoneyRounded(420_049, "EUR", us)).toBe("EUR\u00a04,200");
  expect(formatMoney(1_234_567, "KWD", us)).toBe("KWD\u00a01,234.567");
});

test("no digit is lost, however large the amount is", () => {
  expect(formatMoney(Number.MAX_SAFE_INTEGER, "KWD", us)).toBe("KWD\u00a09,007,199,254,740.991");
});

test("without its currency it is only digits and their signs", () => {
  expect(formatAmount(-548_250, "USD", us)).toBe("-5,482.50");
  expect(formatAmount(548_200, "EUR", us)).toBe("5,482");
  expect(formatAmount(548_250, "NOK", { locale: "nb-NO", currency: "NOK" })).toBe("5\u00a0482,50");
});

test("minor units are those of ISO 4217, whatever list a runtime follows", () => {
  // Node's and browsers' own lists differ in these: the same number would be another amount.
  for (const code of ["HUF", "COP", "IDR", "PKR", "RSD", "AFN", "LBP", "USD"])
    expect([code, minorDigits(code)]).toEqual([code, 2]);
  expect(["JPY", "CLP", "KRW", "VND"].map(minorDigits)).toEqual([0, 0, 0, 0]);
  expect(["KWD", "IQD", "CLF"].map(minorDigits)).toEqual([3, 3, 4]);
  expect(formatMoney(1_234_500, "HUF", us)).toBe("HUF\u00a012,345");
  expect(formatMoney(1_234_550, "HUF", us)).toBe("HUF\u00a012,345.50");
  expect(formatMoneyRounded(1_234_550, "RSD", us)).toBe("RSD\u00a012,346");
  expect(formatMoney(1_234_567, "IQD", us)).toBe("IQD\u00a01,234.567");
  expect(() => minorDigits("$")).toThrow(RangeError);
});

test("sums of a group begin with the workspace's currency, unless it is 0 beside others", () => {
  const euros = { amount: 40, currency: "EUR" };
  const dollars = (amount: number) => ({ amount, currency: "USD" });
  expect(shownAmounts([euros, dollars(100)], "USD")).toEqual([dollars(100), euros]);
  expect(shownAmounts([euros, dollars(0)], "USD")).toEqual([euros]);
  expect(shownAmounts([dollars(0)], "USD")).toEqual([dollars(0)]);
});
