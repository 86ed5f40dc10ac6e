import { expect, test } from "vitest";
import {
  currencyChoices,
  currencyOf,
  dayOfYearChoices,
  localeChoices,
  nearestLocale,
  timeZoneChoices,
} from "./regions";
import { fiscalYearStartProblem } from "./relative-dates";

test.each([
  ["en-US", "USD"],
  ["de", "EUR"],
  ["de-CH", "CHF"],
  ["en-GB", "GBP"],
  ["pt-BR", "BRL"],
  ["tlh", "USD"],
])("%s uses %s", (locale, currency) => expect(currencyOf(locale)).toBe(currency));

test.each([
  ["de-CH", "de-CH"],
  ["de-LU", "de-DE"],
  ["fr", "fr-FR"],
  ["xx-invalid-!", "en-US"],
  ["tlh", "en-US"],
])("%s is nearest to %s", (wanted, locale) => expect(nearestLocale(wanted)).toBe(locale));

test("zones name place and offset of the day", () => {
  const winter = timeZoneChoices(new Date("2026-01-15T00:00:00Z"), "Asia/Calcutta");
  const label = (zone: string) => winter.find((choice) => choice.value === zone)?.label;
  expect([label("America/Chicago"), label("Europe/Berlin"), label("UTC")]).toEqual([
    "Chicago, UTC−6",
    "Berlin, UTC+1",
    "UTC",
  ]);
  expect(label("Asia/Calcutta")).toContain("UTC+5:30");
});

test("choices are named once and in words", () => {
  expect(currencyChoices()[0]).toMatchObject({ label: expect.stringContaining(", ") });
  expect(new Set(currencyChoices().map((choice) => choice.value)).size).toBe(currencyChoices().length);
  expect(localeChoices("en-US").find((choice) => choice.value === "en-US")?.label).toBe(
    "English (United States): 11/30/2026, 1,234.5",
  );
});

test("every day on which a fiscal year can begin is offered, and February 29 is not", () => {
  const days = dayOfYearChoices("en-US");
  expect(days).toHaveLength(365);
  expect(days[90]).toEqual({ value: "04-01", label: "April 1" });
  expect(days.filter(({ value }) => fiscalYearStartProblem(value) !== null)).toEqual([]);
});
