import { describe, expect, test } from "vitest";
import { entryProblem, entryText, parseFieldEntry } from "@/components/data-table/field-entry";
import { localeChoices } from "@/lib/regions";

const us = { locale: "en-US", currency: "USD", timeZone: "America/Chicago" };
const de = { locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" };

describe("understandEntry", () => {
  test("money becomes minor units of its currency", () => {
    expect(parseFieldEntry("money", "5,482", us)).toEqual([{ value: 548_200, label: "$5,482" }]);
    expect(parseFieldEntry("money", "1.15", us)).toEqual([{ value: 115, label: "$1.15" }]);
    expect(parseFieldEntry("money", "500", { ...us, currency: "JPY" })[0]?.value).toBe(500);
    expect(parseFieldEntry("money", "99999999999999999", us)).toEqual([]);
  });

  test("empty means null, nonsense means nothing", () => {
    expect(parseFieldEntry("date", " ", us)[0]?.value).toBeNull();
    expect(parseFieldEntry("number", "x", us)).toEqual([]);
    expect(parseFieldEntry("date", "soon", us)).toEqual([]);
  });
});

test("the first text of the input is read as the same value", () => {
  for (const at of [us, de]) {
    expect(parseFieldEntry("money", entryText("money", 123_456_78, at), at)[0]?.value).toBe(123_456_78);
    expect(parseFieldEntry("number", entryText("number", 1234.5, at), at)[0]?.value).toBe(1234.5);
  }
  expect(parseFieldEntry("date", entryText("date", "2027-01-08", us), us)[0]?.value).toBe("2027-01-08");
});

test("a value above the maximum is refused with the maximum", () => {
  const text = "90071992547409.92";
  expect(parseFieldEntry("money", text, us)).toEqual([]);
  expect(entryProblem("money", text, us)).toBe(
    "“90071992547409.92” is too large; the largest amount is $90,071,992,547,409.91.",
  );
  expect(entryProblem("money", "9007199254740992", { ...us, currency: "JPY" })).toMatch(/¥9,007,199,254,740,991\.$/);
  expect(entryProblem("money", "99999999999999999", de)).toMatch(/90\.071\.992\.547\.409,91\u00a0€\.$/);
});

test("a per cent is typed with its sign or without", () => {
  for (const text of ["60", "60%", "60 %", entryText("percent", 60, us)])
    expect(parseFieldEntry("percent", text, us)).toEqual([{ value: 60, label: "60%" }]);
  expect(parseFieldEntry("percent", "33,5 %", de)).toEqual([{ value: 33.5, label: "33,5\u00a0%" }]);
  expect(parseFieldEntry("number", "60%", us)).toEqual([]);
  expect(parseFieldEntry("number", "1.234,56789", de)).toEqual([{ value: 1234.56789, label: "1.234,56789" }]);
});

test("a duration is typed in words or as minutes, and its bounds are told", () => {
  for (const text of ["1h 30m", "90", "1.5h", entryText("duration", 90, us)])
    expect(parseFieldEntry("duration", text, us)).toEqual([{ value: 90, label: "1h 30m" }]);
  expect(parseFieldEntry("duration", "1d", { ...us, duration: { minutesPerDay: 450 } })[0]?.value).toBe(450);
  expect(parseFieldEntry("duration", "1h 90m", us)).toEqual([]);
  expect(entryProblem("duration", "1h 90m", us)).toMatch(/Write 2h 30m\.$/);
  expect(entryProblem("duration", "9h", { ...us, duration: { max: 60 } })).toBe(
    "Use a duration of at most 1h (60 minutes).",
  );
});

test("a year that is a slip of the hand is told as one", () => {
  const said = "The year 216 is out of range. Use a date from 1900 to 2199.";
  expect(entryProblem("date", "10/20/0216", us)).toBe(said);
  expect(parseFieldEntry("date", "10/20/0216", us)).toEqual([]);
  for (const fine of ["12/31/2199", "1/1/1900"]) expect(parseFieldEntry("date", fine, us)).toHaveLength(1);
});

test.each([
  ["money", "a lot", "“a lot” is not an amount. Try 4.514."],
  ["number", "a lot", "“a lot” is not a number. Try 4.514."],
  ["percent", "half", "“half” is not a number. Try 60\u00a0%."],
  ["money", "$100", "“$100” is in dollars, this field in EUR. Convert it to EUR."],
  ["money", "5.50", "“5.50” has a decimal point, but this field uses a decimal comma. Did you mean 5,5?"],
  ["money", "3 bn", "“3 bn” is an abbreviation. Did you mean 3000000000?"],
  ["date", "soon", "“soon” is not a date. Try Nov 30, “end of nov” or “in 2 weeks”."],
  ["date", "tomorrow 15:00", "“tomorrow 15:00” has a time. Enter only the day."],
] as const)("a refused entry says why, and what to type: %s %s", (kind, text, problem) => {
  expect(parseFieldEntry(kind, text, de)).toEqual([]);
  expect(entryProblem(kind, text, de)).toBe(problem);
});

test("an amount in another currency than the workspace's is shown with its code while it is edited, too", () => {
  const at = { ...us, entryCurrency: "KWD" };
  expect(entryText("money", 1_234_500, at)).toBe("1,234.500");
  expect(parseFieldEntry("money", "1,234.5", at)).toEqual([{ value: 1_234_500, label: "KWD\u00a01,234.500" }]);
  expect(entryProblem("money", "$100", at)).toBe("“$100” is in dollars, this field in KWD. Convert it to KWD.");
});

test.each(localeChoices().map(({ value }) => value))("a day that is shown in %s can be edited there", (locale) => {
  const at = { locale, currency: "EUR", timeZone: "UTC" };
  for (let month = 1; month <= 12; month += 1) {
    const day = `2027-${String(month).padStart(2, "0")}-04`;
    const numbers = new Intl.DateTimeFormat(locale, { timeZone: "UTC" }).format(new Date(day));
    for (const text of [entryText("date", day, at), numbers]) {
      expect(`${text} ${parseFieldEntry("date", text, at)[0]?.value}`).toBe(`${text} ${day}`);
    }
  }
});
