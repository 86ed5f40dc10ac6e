import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayLater } from "@/lib/working-time";
import { daysBetween, nextDay } from "./occurrences";
import type { RecurrenceRule } from "./rule";
import { anyRule, anyStart, walkedDays } from "./walked-days.fixture";

const daily: RecurrenceRule = { every: 1, unit: "day" };

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
    expect(daysBetween(daily, "1900-01-01", ["1900-01-01", "2199-12-31"], 5000)).toHaveLength(1000);
    expect(nextDay(daily, "1900-01-01", "2199-12-30")).toBe("2199-12-31");
    expect(nextDay(daily, "1900-01-01", "2199-12-31")).toBeNull();
  });
});

test("A calendar that walks day by day finds the same days", () => {
  fc.assert(
    fc.property(anyRule, anyStart, (one, start) => {
      const last = dayLater(start, 1500);
      expect(daysBetween(one, start, [start, last])).toEqual(walkedDays(one, start, last).slice(0, 1000));
    }),
    { numRuns: 300 },
  );
});
