import { expect, test } from "vitest";
import { formatAmount, formatMoney, formatWholeMoney } from "./money";

const us = { locale: "en-US", currency: "USD" };
const de = { locale: "de-DE", currency: "EUR" };

test("formatMoney shows cents only where they are", () => {
  expect(formatMoney(548_200, "USD", us)).toBe("$5,482");
  expect(formatMoney(548_250, "USD", us)).toBe("$5,482.50");
  expect(formatMoney(0, "USD", us)).toBe("$0");
});

test("another currency than the workspace's shows its code", () => {
  expect(formatMoney(420_000, "EUR", us)).toBe("EUR\u00a04,200");
  expect(formatMoney(420_000, "USD", de)).toBe("4.200\u00a0USD");
  expect(formatWholeMoney(420_049, "EUR", us)).toBe("EUR\u00a04,200");
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
