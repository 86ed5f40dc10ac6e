import { expect, test } from "vitest";
import { amountsInOrder, askedEntry, parseAmountEntry } from "@/components/data-table/amount-entry";
import { askedText } from "@/components/data-table/asked-text";

const us = { locale: "en-US", currency: "USD", timeZone: "America/Chicago" };
const de = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" };

test.each([
  ["4,200", us, 420_000, "$4,200"],
  ["$4.2k", us, 420_000, "$4,200"],
  ["€4,200", us, "420000 EUR", "EUR 4,200"],
  ["5k eur", us, "500000 EUR", "EUR 5,000"],
  ["JPY 600,000", us, "600000 JPY", "JPY 600,000"],
  ["4.200 €", de, 420_000, "4.200 €"],
  ["4.200 USD", de, "420000 USD", "4.200 USD"],
] as const)("%s asks for that amount in the currency that it names", (text, at, value, words) => {
  const [found] = parseAmountEntry(text, at);
  expect({ ...found, label: found?.label.replaceAll("\u00a0", " ") }).toEqual({ value, label: words });
});

test.each(["¥5,000", "soon", "EUR"])("%s asks for nothing: no amount, or in nobody knows which currency", (text) => {
  expect(parseAmountEntry(text, us)).toEqual([]);
});

test("the first text of the input and of the chip is read as the same amount", () => {
  for (const value of [420_000, 420_050, "420050 EUR", "600000 JPY", "1234567 KWD"]) {
    expect(parseAmountEntry(askedEntry(value, us), us)[0]?.value).toBe(value);
    expect(parseAmountEntry(askedText(value, us), us)[0]?.value).toBe(value);
  }
});

test("two amounts stand in order by what they are, and are of one currency", () => {
  expect(amountsInOrder(["20000 EUR", "3000 EUR"], us)).toEqual(["3000 EUR", "20000 EUR"]);
  expect(amountsInOrder([20_000, 3_000], us)).toEqual([3_000, 20_000]);
  expect(amountsInOrder([20_000, "3000 EUR"], us)).toBeNull();
});
