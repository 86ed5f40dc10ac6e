import { describe, expect, test } from "vitest";
import { formatAmount, formatMoney } from "@/lib/money";
import { currencyOf, localeChoices } from "@/lib/regions";
import { readTypedMoney, readTypedNumber } from "./typed-number";

test.each([
  ["1,100.5", "en-US", "1100.5"],
  ["10k", "en-US", "10000"],
  ["1.5m", "en-US", "1500000"],
  ["1.5 M", "en-US", "1500000"],
  ["-3", "en-US", "-3"],
  ["1.100,5", "de-DE", "1100.5"],
  ["1’234", "de-CH", "1234"],
  ["12,34,567", "en-IN", "1234567"],
  ["−1\u00a0234,5", "sv-SE", "-1234.5"],
  ["\u200e-1,234", "he-IL", "-1234"],
  ["١٬٢٣٤٫٥", "ar-EG", "1234.5"],
])("the number %s in %s", (text, locale, value) => {
  expect(readTypedNumber(text, locale)).toEqual({ ok: true, value });
});

test.each([
  ["$5,482", "en-US", "USD", 548_200n],
  ["USD 20", "en-US", "USD", 2_000n],
  ["1,234.50 usd", "en-US", "USD", 123_450n],
  ["1.15", "en-US", "USD", 115n],
  ["$1.5k", "en-US", "USD", 150_000n],
  ["10k €", "de-DE", "EUR", 1_000_000n],
  ["500", "en-US", "JPY", 500n],
  ["US$1,000", "en-GB", "USD", 100_000n],
  ["1 100,5 €", "fr-FR", "EUR", 110_050n],
  ["1 234 kr", "sv-SE", "SEK", 123_400n],
  ["1 234 kr", "nb-NO", "NOK", 123_400n],
  ["1.234 kr.", "da-DK", "DKK", 123_400n],
  ["−50 kr", "sv-SE", "SEK", -5_000n],
  ["CHF 1 000.50", "fr-CH", "CHF", 100_050n],
  ["(5)", "en-US", "USD", -500n],
])("the amount %s in %s, %s", (text, locale, currency, value) => {
  expect(readTypedMoney(text, currency, { locale, currency })).toEqual({ ok: true, value });
});

test.each([
  ["€100", "“€100” is in EUR, this field in USD. Convert it to USD."],
  ["CA$100", "“CA$100” is in CAD, this field in USD. Convert it to USD."],
  ["100 GBP", "“100 GBP” is in GBP, this field in USD. Convert it to USD."],
  ["1,5", "“1,5” has a decimal comma, but this field uses a decimal point."],
])("%s is refused: %s", (text, reason) => {
  expect(readTypedMoney(text, "USD", { locale: "en-US", currency: "USD" })).toMatchObject({ ok: false, reason });
});

describe.each([...localeChoices().map(({ value }) => value), "ar-EG", "fa-IR"])("in %s", (locale) => {
  const currency = currencyOf(locale);
  test.each([currency, "USD", "KWD", "JPY"])("an amount of %s is read as it is shown", (code) => {
    for (const minor of [123_456_700, -4_200, 1, 90_000_000])
      for (const text of [formatMoney, formatAmount].map((format) => format(minor, code, { locale, currency })))
        expect({ text, read: readTypedMoney(text, code, { locale, currency }) }).toEqual({
          text,
          read: { ok: true, value: BigInt(minor) },
        });
  });

  test("a number is read as it is shown", () => {
    for (const number of [1234567.5, -1234, 12, 0.25]) {
      const text = new Intl.NumberFormat(locale).format(number);
      expect({ text, read: readTypedNumber(text, locale) }).toEqual({
        text,
        read: { ok: true, value: String(number) },
      });
    }
  });
});
