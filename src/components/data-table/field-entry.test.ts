import { describe, expect, test } from "vitest";
import {
  beyondReach,
  entryText,
  formatMoney,
  formatWholeMoney,
  readNumber,
  understandEntry,
} from "@/components/data-table/field-entry";
import { localeChoices } from "@/lib/regions";

const us = { locale: "en-US", currency: "USD", timeZone: "America/Chicago" };
const de = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" };

test.each([
  ["1,100.5", "en-US", 1100.5],
  ["$5,482", "en-US", 5482],
  ["USD 20", "en-US", 20],
  ["10k", "en-US", 10_000],
  ["1.5m", "en-US", 1_500_000],
  ["-3", "en-US", -3],
  ["1.100,5", "de-DE", 1100.5],
  ["1 100,5 €", "fr-FR", 1100.5],
  ["abc", "en-US", null],
  ["", "en-US", null],
])("readNumber %s in %s", (text, locale, number) => {
  expect(readNumber(text, locale)).toBe(number);
});

describe("understandEntry", () => {
  test("money becomes minor units of its currency", () => {
    expect(understandEntry("money", "5,482", us)).toEqual([{ value: 548_200, label: "$5,482" }]);
    expect(understandEntry("money", "1.15", us)).toEqual([{ value: 115, label: "$1.15" }]);
    expect(understandEntry("money", "500", { ...us, currency: "JPY" })[0]?.value).toBe(500);
    expect(understandEntry("money", "99999999999999999", us)).toEqual([]);
  });

  test("empty means null, nonsense means nothing", () => {
    expect(understandEntry("date", " ", us)[0]?.value).toBeNull();
    expect(understandEntry("number", "x", us)).toEqual([]);
    expect(understandEntry("date", "soon", us)).toEqual([]);
  });
});

test("what the input starts with is understood as the same value", () => {
  for (const at of [us, de]) {
    expect(understandEntry("money", entryText("money", 123_456_78, at), at)[0]?.value).toBe(123_456_78);
    expect(understandEntry("number", entryText("number", 1234.5, at), at)[0]?.value).toBe(1234.5);
  }
  expect(understandEntry("date", entryText("date", "2027-01-08", us), us)[0]?.value).toBe("2027-01-08");
});

test("formatMoney shows cents only where they are", () => {
  expect(formatMoney(548_200, "USD", us)).toBe("$5,482");
  expect(formatMoney(548_250, "USD", us)).toBe("$5,482.50");
  expect(formatMoney(0, "USD", us)).toBe("$0");
});

test("what is more than can be kept says so, and how much can", () => {
  const text = "90071992547409.92";
  expect(understandEntry("money", text, us)).toEqual([]);
  expect(beyondReach("money", text, us)).toBe(
    "“90071992547409.92” is more than can be kept; the largest amount is $90,071,992,547,409.91.",
  );
  expect(beyondReach("money", "9007199254740992", { ...us, currency: "JPY" })).toMatch(/¥9,007,199,254,740,991\.$/);
  expect(beyondReach("money", "99999999999999999", de)).toMatch(/90\.071\.992\.547\.409,91\u00a0€\.$/);
  expect(beyondReach("number", "9".repeat(400), us)).toBe(`“${"9".repeat(39)}…” is more than can be kept.`);
  expect(understandEntry("number", "9".repeat(400), us)).toEqual([]);
  for (const fine of ["5", "x", ""]) expect(beyondReach("money", fine, us)).toBeNull();
});

test("a year that is a slip of the hand is told as one", () => {
  const said = "The year 216 is out of reach; dates from 1900 to 2199 are taken.";
  expect(beyondReach("date", "10/20/0216", us)).toBe(said);
  expect(understandEntry("date", "10/20/0216", us)).toEqual([]);
  for (const fine of ["12/31/2199", "1/1/1900"]) {
    expect(beyondReach("date", fine, us)).toBeNull();
    expect(understandEntry("date", fine, us)).toHaveLength(1);
  }
});

test("another currency than the workspace's shows its code", () => {
  expect(formatMoney(420_000, "EUR", us)).toBe("EUR\u00a04,200");
  expect(formatMoney(420_000, "USD", de)).toBe("4.200\u00a0USD");
  expect(formatWholeMoney(420_049, "EUR", us)).toBe("EUR\u00a04,200");
  expect(formatMoney(1_234_567, "KWD", us)).toBe("KWD\u00a01,234.567");
});

test.each(localeChoices().map(({ value }) => value))("a day that is shown in %s can be edited there", (locale) => {
  const at = { locale, currency: "EUR", timeZone: "UTC" };
  for (let month = 1; month <= 12; month += 1) {
    const day = `2027-${String(month).padStart(2, "0")}-04`;
    const numbers = new Intl.DateTimeFormat(locale, { timeZone: "UTC" }).format(new Date(day));
    for (const text of [entryText("date", day, at), numbers]) {
      expect(`${text} ${understandEntry("date", text, at)[0]?.value}`).toBe(`${text} ${day}`);
    }
  }
});
