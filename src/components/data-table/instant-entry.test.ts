import { expect, test } from "vitest";
import { entryProblem, entryText, parseFieldEntry } from "./field-entry";
import { parseInstantEntry } from "./instant-entry";

const now = new Date("2026-11-20T15:30:40Z");
const zurich = { locale: "en-US", timeZone: "Europe/Zurich" };

test.each([
  ["nov 30 5pm", ["2026-11-30T16:00:00.000Z", "2027-11-30T16:00:00.000Z"]],
  ["Nov 30, 2026, 5:00 PM", ["2026-11-30T16:00:00.000Z"]],
  ["11/30/2026 at 17:05", ["2026-11-30T16:05:00.000Z"]],
  ["tomorrow 12 am", ["2026-11-20T23:00:00.000Z"]],
  ["12:30", ["2026-11-20T11:30:00.000Z", "2026-11-21T11:30:00.000Z"]],
  ["2026-07-01 9:00", ["2026-07-01T07:00:00.000Z"]],
  ["2026-11-30", ["2026-11-29T23:00:00.000Z"]],
  ["now", ["2026-11-20T15:30:00.000Z"]],
  // The clocks go from 2:00 to 3:00, and in autumn from 3:00 back to 2:00.
  ["2026-03-29 2:30", []],
  ["2026-03-29 3:00", ["2026-03-29T01:00:00.000Z"]],
  ["2026-10-25 2:30", ["2026-10-25T00:30:00.000Z"]],
  ["nov 30 25:00", []],
  ["nov 30 13 pm", []],
  ["nov 30 9:75", []],
  ["soon", []],
  ["", []],
])("%j means %j", (text, moments) => {
  const found = parseInstantEntry(text, zurich, now).map((moment) => moment.toISOString());
  expect(found).toEqual(text === "" ? ["2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"] : moments);
});

test.each(["en-US", "en-GB", "de-DE", "fr-CA", "fi-FI", "ja-JP", "th-TH", "pt-BR", "uk-UA", "ko-KR", "sv-SE", "es-MX"])(
  "the text that an entry begins with means the same moment again: %s",
  (locale) => {
    for (const timeZone of ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"]) {
      const at = { locale, timeZone, currency: "USD" };
      const value = "2026-11-30T04:05:00.000Z";
      const text = entryText("instant", value, at);
      expect([text, parseFieldEntry("instant", text, at)[0]?.value]).toEqual([text, value]);
    }
  },
);

test("a time that the clocks skip is refused with what they do", () => {
  expect(entryProblem("instant", "2026-03-29 2:30", { ...zurich, currency: "CHF" })).toBe(
    "02:30 on 2026-03-29 does not exist: the clocks of Europe/Zurich go from 02:00 to 03:00. Write a time before or after that.",
  );
  expect(entryProblem("instant", "soon", { ...zurich, currency: "CHF" })).toMatch(/is not a date with a time/);
});

test("a moment is understood with its zone", () => {
  const [read] = parseFieldEntry("instant", "2026-11-25 14:30", { ...zurich, currency: "CHF" });
  expect(read?.label.replaceAll(/\s/g, " ")).toBe("Wed, Nov 25, 2026, 2:30 PM GMT+1");
});
