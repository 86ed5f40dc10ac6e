import { expect, test } from "vitest";
import { coerceDate } from "./coerce/coerce-date";
import { clockReader, dayOrderOf, dayWriter } from "./local-text";
import { localeChoices } from "./regions";

test("days are written in the order of a locale, in digits that an import reads", () => {
  expect(dayWriter("de-DE")("2026-01-31")).toBe("31.01.2026");
  expect(dayWriter("en-US")("2026-01-31")).toBe("01/31/2026");
  expect(dayWriter("ja-JP")("2026-01-31")).toBe("2026/01/31");
  for (const { value: locale } of localeChoices())
    for (const day of ["2026-01-02", "1999-12-31"])
      expect(coerceDate(dayWriter(locale)(day), { order: dayOrderOf(locale) }), locale).toEqual({
        ok: true,
        value: day,
      });
});

test("a time that the clocks show a second time is not told by them", () => {
  const read = clockReader("Europe/Berlin");
  expect(read(new Date("2026-10-25T00:30:15.250Z"))).toEqual({ day: "2026-10-25", time: "02:30:15" });
  expect(read(new Date("2026-10-25T01:30:15Z"))).toBeNull();
});

test("a clock reads like the calendar of its zone, around each change of the clocks too", () => {
  const zones = ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia"];
  const [minuteMs, dayMs] = [60_000, 86_400_000];
  // Every 11 days and some minutes of 60 years, and each 7 minutes of the days on which clocks change.
  const spread = Array.from({ length: 2000 }, (_, n) => Date.UTC(1968, 0) + n * (11 * dayMs + 37 * minuteMs) + 15_250);
  const changes = [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2026, 3, 4, 12), Date.UTC(2026, 10, 1)];
  const near = changes.flatMap((day) => Array.from({ length: 210 }, (_, n) => day + n * 7 * minuteMs));
  for (const zone of zones) {
    const written = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    const read = clockReader(zone);
    const shown = [...spread, ...near].flatMap((ms) => {
      const local = read(new Date(ms));
      return local ? [[ms, `${local.day} ${local.time}`] as const] : [];
    });
    expect(shown.length, zone).toBeGreaterThan(2700);
    for (const [ms, text] of shown) expect(text, `${zone} at ${ms}`).toBe(written.format(new Date(ms)));
  }
});
