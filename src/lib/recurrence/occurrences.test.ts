import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayExists, daysInMonth } from "@/lib/coerce/calendar";
import { clockOf, dayLater, weekdayOf } from "@/lib/working-time";
import { daysBetween, nextDay, nextOccurrence, occurrencesBetween } from "./occurrences";
import type { RecurrenceRule } from "./rule";

const daily: RecurrenceRule = { every: 1, unit: "day" };
const clocks = (zone: string, rule: RecurrenceRule, start: string, [from, until]: readonly [string, string]) => {
  const [day = "", time = ""] = start.split(" ");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const span = [new Date(from), new Date(until)] as const;
  return occurrencesBetween(rule, { day, minute: hours * 60 + minutes }, zone, span).map((at) => clockOf(at, zone));
};

describe("The local time stays the same over daylight saving", () => {
  const start = "2026-03-01 09:00";
  test.each([
    ["Europe/Berlin", "2026-03-29"],
    ["America/New_York", "2026-03-08"],
    ["Australia/Lord_Howe", "2026-04-05"],
  ])("%s", (zone, day) => {
    const span = [`${dayLater(day, -2)}T23:00:00Z`, `${dayLater(day, 2)}T00:00:00Z`] as const;
    const found = clocks(zone, daily, start, span);
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found.every((clock) => clock.endsWith(" 09:00"))).toBe(true);
  });

  test("A time that the clocks skip moves forward by the gap, on that day alone", () => {
    expect(clocks("Europe/Berlin", daily, "2026-03-01 02:30", ["2026-03-28T00:00Z", "2026-03-31T00:00Z"])).toEqual([
      "2026-03-28 02:30",
      "2026-03-29 03:30",
      "2026-03-30 02:30",
    ]);
    // The clocks of Lord Howe go forward by half an hour.
    const span = ["2026-10-02T20:00Z", "2026-10-04T20:00Z"] as const;
    expect(clocks("Australia/Lord_Howe", daily, "2026-03-01 02:15", span)).toEqual([
      "2026-10-04 02:45",
      "2026-10-05 02:15",
    ]);
  });

  test("Of a time that comes twice the first is meant", () => {
    const span = [new Date("2026-10-25T00:00Z"), new Date("2026-10-26T00:00Z")] as const;
    expect(occurrencesBetween(daily, { day: "2026-03-01", minute: 150 }, "Europe/Berlin", span)).toEqual([
      new Date("2026-10-25T00:30Z"),
    ]);
  });

  test("A day that a zone skipped has no occurrence of its own", () => {
    const span = ["2011-12-29T00:00Z", "2012-01-01T00:00Z"] as const;
    expect(clocks("Pacific/Apia", daily, "2011-12-01 09:00", span)).toEqual([
      "2011-12-29 09:00",
      "2011-12-31 09:00",
      "2012-01-01 09:00",
    ]);
  });
});

describe("The days of a rule", () => {
  const days = (rule: RecurrenceRule, start: string) => daysBetween(rule, start, ["2026-01-01", "2199-12-31"], 4);
  test.each<[string, RecurrenceRule, string, string[]]>([
    [
      "day 31 is the last day of shorter months",
      { every: 1, unit: "month", monthDay: 31 },
      "2028-01-31",
      ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"],
    ],
    [
      "February 29 is February 28 in other years",
      { every: 1, unit: "year" },
      "2028-02-29",
      ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"],
    ],
    [
      "the start counts only when it fits",
      { every: 2, unit: "week", weekdays: [1, 4], count: 3 },
      "2026-11-25",
      ["2026-11-26", "2026-12-07", "2026-12-10"],
    ],
    [
      "the end is included",
      { every: 1, unit: "weekday", until: "2026-11-30" },
      "2026-11-27",
      ["2026-11-27", "2026-11-30"],
    ],
    [
      "the last Friday of months",
      { every: 1, unit: "month", nthWeekday: { nth: -1, weekday: 5 } },
      "2026-11-30",
      ["2026-12-25", "2027-01-29", "2027-02-26", "2027-03-26"],
    ],
    [
      "Thanksgiving",
      { every: 1, unit: "year", nthWeekday: { nth: 4, weekday: 4 } },
      "2026-11-01",
      ["2026-11-26", "2027-11-25", "2028-11-23", "2029-11-22"],
    ],
    ["an end before the start", { every: 1, unit: "day", until: "2026-11-01" }, "2026-11-02", []],
  ])("%s", (_, rule, start, expected) => {
    expect(days(rule, start)).toEqual(expected);
  });

  test("The next day is after the given one, and there is none after the end", () => {
    const rule: RecurrenceRule = { every: 1, unit: "week", count: 2 };
    expect(nextDay(rule, "2026-11-30", "2026-11-29")).toBe("2026-11-30");
    expect(nextDay(rule, "2026-11-30", "2026-11-30")).toBe("2026-12-07");
    expect(nextDay(rule, "2026-11-30", "2026-12-07")).toBeNull();
  });

  test("A rule without an end is bounded: 1,000 occurrences at once, and none after the year 2199", () => {
    expect(daysBetween(daily, "1900-01-01", ["1900-01-01", "2199-12-31"])).toHaveLength(1000);
    const from = [new Date("1900-01-01T00:00Z"), null] as const;
    expect(occurrencesBetween(daily, { day: "1900-01-01", minute: 0 }, "UTC", from, 5000)).toHaveLength(1000);
    expect(nextDay(daily, "1900-01-01", "2199-12-30")).toBe("2199-12-31");
    expect(nextDay(daily, "1900-01-01", "2199-12-31")).toBeNull();
  });
});

describe("A calendar that walks day by day finds the same occurrences", () => {
  const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
  const weekday = fc.integer({ min: 1, max: 7 });
  const end = fc.oneof(
    fc.constant({}),
    fc.record({ count: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ until: fc.integer({ min: 0, max: 900 }).map((days) => dayLater("2025-01-01", days)) }),
  );
  const ofMonth = fc.oneof(
    fc.constant({}),
    fc.record({ monthDay: fc.integer({ min: 1, max: 31 }) }),
    fc.record({ nthWeekday: fc.record({ nth: fc.constantFrom(1, 2, 3, 4, -1), weekday }) }),
  );
  const every = fc.integer({ min: 1, max: 5 });
  const rule = fc
    .oneof(
      fc.record({ every, unit: fc.constant("day") }),
      fc.record({ every: fc.constant(1), unit: fc.constant("weekday") }),
      fc.record(
        { every, unit: fc.constant("week"), weekdays: fc.uniqueArray(weekday, { minLength: 1 }) },
        { requiredKeys: ["every", "unit"] },
      ),
      fc.tuple(every, fc.constantFrom("month", "year"), ofMonth).map(([n, unit, on]) => ({ every: n, unit, ...on })),
    )
    .chain((parts) => end.map((ending) => ({ ...parts, ...ending }) as RecurrenceRule));
  const startDay = fc.integer({ min: 0, max: 800 }).map((days) => dayLater("2024-12-20", days));
  // Most times are near the hours at which clocks change.
  const minute = fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1439 }));

  test("by day", () => {
    fc.assert(
      fc.property(rule, startDay, (one, start) => {
        const last = dayLater(start, 1500);
        expect(daysBetween(one, start, [start, last])).toEqual(walkedDays(one, start, last).slice(0, 1000));
      }),
      { numRuns: 300 },
    );
  });

  test("by instant, over changes of the clocks in three zones", () => {
    fc.assert(
      fc.property(rule, startDay, minute, zone, fc.integer({ min: 0, max: 700 }), (one, start, at, in_, ahead) => {
        const after = new Date(`${dayLater(start, ahead)}T02:17:00Z`);
        const expected = walkedNext(one, { day: start, minute: at }, in_, after);
        const found = nextOccurrence(one, { day: start, minute: at }, in_, after);
        if (expected === null && found !== null) expect(found > new Date(`${dayLater(start, 2990)}T00:00Z`)).toBe(true);
        else expect(found).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

/** Each day from the start on, asked by itself whether the rule has it. */
function walkedDays(rule: RecurrenceRule, start: string, last: string): string[] {
  const days: string[] = [];
  for (let day = start; day <= last; day = dayLater(day, 1)) {
    if (rule.until !== undefined && day > rule.until) break;
    if (days.length === rule.count) break;
    if (isOn(rule, start, day)) days.push(day);
  }
  return days;
}

const daysSince = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const partsOf = (day: string) => day.split("-").map(Number) as [number, number, number];

function isOn(rule: RecurrenceRule, start: string, day: string): boolean {
  const [year, month] = partsOf(day);
  const [startYear, startMonth] = partsOf(start);
  const monday = dayLater(start, 1 - weekdayOf(start));
  switch (rule.unit) {
    case "day":
      return daysSince(start, day) % rule.every === 0;
    case "weekday":
      return weekdayOf(day) <= 5;
    case "week":
      return (
        Math.floor(daysSince(monday, day) / 7) % rule.every === 0 &&
        (rule.weekdays ?? [weekdayOf(start)]).includes(weekdayOf(day))
      );
    case "month":
      return ((year - startYear) * 12 + month - startMonth) % rule.every === 0 && isDayOfMonth(rule, start, day);
    case "year":
      return month === startMonth && (year - startYear) % rule.every === 0 && isDayOfMonth(rule, start, day);
  }
}

function isDayOfMonth(rule: RecurrenceRule, start: string, day: string): boolean {
  const [year, month, date] = partsOf(day);
  if (!rule.nthWeekday) return date === Math.min(rule.monthDay ?? partsOf(start)[2], daysInMonth(year, month));
  const { nth, weekday } = rule.nthWeekday;
  if (weekdayOf(day) !== weekday) return false;
  return nth === -1 ? !dayExists({ year, month, day: date + 7 }) : Math.ceil(date / 7) === nth;
}

/** The first occurrence after an instant, within eight years. */
function walkedNext(rule: RecurrenceRule, start: { day: string; minute: number }, zone: string, after: Date) {
  const near = dayLater(after.toISOString().slice(0, 10), -2);
  for (const day of walkedDays(rule, start.day, dayLater(start.day, 3000))) {
    if (day < near) continue;
    const moment = walkedMoment(day, start.minute, zone);
    if (moment > after) return moment;
  }
  return null;
}

/** The first minute whose clock shows the local time, walked minute by minute; else the one that the gap moves it to. */
function walkedMoment(day: string, minute: number, zone: string): Date {
  const shown = (at: number, clockDay: string, clockMinute: number) => {
    const [hours, minutes] = [Math.floor(clockMinute / 60), clockMinute % 60];
    return (
      clockOf(new Date(at), zone) ===
      `${clockDay} ${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`
    );
  };
  const noon = Date.parse(`${day}T12:00:00Z`);
  for (let wanted = minute; ; wanted -= 1) {
    for (let at = noon - 30 * 3_600_000; at < noon + 30 * 3_600_000; at += 60_000) {
      // Minutes past the last time shown before the gap pass as on any clock.
      if (shown(at, day, wanted)) return new Date(at + (minute - wanted) * 60_000);
    }
  }
}
