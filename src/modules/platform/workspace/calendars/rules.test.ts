import { describe, expect, test } from "vitest";
import { addWorkingMinutes, workingMinutesBetween } from "@/lib/working-time";
import { myHoursForm, ownChoice } from "./components/my-hours-form";
import {
  type CalendarFacts,
  firstWeek,
  holidaySource,
  intervalsText,
  lastDayOf,
  nextHolidays,
  readIntervals,
  readSource,
  resolvedCalendar,
  typed,
  weekTotal,
} from "./rules";
import { givenDays, givenWeek } from "./schema";

const facts = (id: string, more: Partial<CalendarFacts> = {}): CalendarFacts => ({
  id,
  parentId: null,
  zone: null,
  week: null,
  days: [],
  ...more,
});
const known = (...rows: CalendarFacts[]) => new Map(rows.map((row) => [row.id, row]));
const day = (from: string, more: object = {}) => ({ from, until: from, intervals: [], source: typed, ...more });
const messages = (result: { error?: { issues: { message: string; path: PropertyKey[] }[] } | undefined }) =>
  (result.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("a calendar below another", () => {
  const nights = [0, 1, 2, 3, 4, 5, 6].map(() => [{ from: 0, until: 360 }]);

  test("has the zone, the week and the days of the one above where it has none", () => {
    const top = facts("top", { zone: "Asia/Tokyo", week: nights, days: [day("2026-12-25")] });
    expect(resolvedCalendar(known(top, facts("child", { parentId: "top" })), "child", "UTC")).toEqual({
      zone: "Asia/Tokyo",
      week: nights,
      exceptions: [{ from: "2026-12-25", until: "2026-12-25", intervals: [] }],
    });
  });

  test("works on a holiday of the one above if it says so, and typed days come before holidays", () => {
    const hours = [{ from: 540, until: 720 }];
    const top = facts("top", { days: [day("2026-12-25")] });
    const child = facts("child", { parentId: "top", days: [day("2026-12-25", { intervals: hours })] });
    const { exceptions } = resolvedCalendar(known(top, child), "child", "UTC");
    expect(exceptions[0]?.intervals).toEqual(hours);
    const both = facts("both", {
      days: [
        day("2026-12-25", { source: "holidays:US:2026" }),
        day("2026-12-20", { until: "2026-12-31", intervals: hours }),
        day("2026-12-25", { intervals: [{ from: 0, until: 60 }] }),
      ],
    });
    const order = resolvedCalendar(known(both), "both", "UTC").exceptions.map(({ intervals }) => intervals.length);
    expect(order).toEqual([1, 1, 0]);
  });

  test("ends its way up where it comes back to itself", () => {
    const circle = known(facts("a", { parentId: "b" }), facts("b", { parentId: "a" }));
    expect(resolvedCalendar(circle, "a", "UTC")).toEqual({ zone: "UTC", week: firstWeek, exceptions: [] });
  });

  test("that is unknown works as a new workspace does", () => {
    const calendar = resolvedCalendar(known(), null, "America/Chicago");
    const from = new Date("2026-11-27T15:00:00Z");
    expect(workingMinutesBetween(calendar, from, new Date("2026-11-30T16:00:00Z"))).toBe(540);
    expect(addWorkingMinutes(calendar, from, 540)).toEqual(new Date("2026-11-30T16:00:00Z"));
  });
});

describe("times of a day", () => {
  test.each([
    ["9-12, 13:30 – 17:00", [540, 720, 810, 1020]],
    ["9am to 5 pm", [540, 1020]],
    ["13.00—17.15; 8-12", [480, 720, 780, 1035]],
    ["22:00-24:00 and 0:00-6:00", [0, 360, 1320, 1440]],
    ["12am-12pm", [0, 720]],
    ["", []],
  ])("are read from %s", (text, bounds) => {
    expect(readIntervals(text)?.flatMap(({ from, until }) => [from, until])).toEqual(bounds);
  });

  test.each(["nine to five", "9", "9-", "9-10-11", "9:75-10", "13pm-14pm"])("are not read from %s", (text) => {
    expect(readIntervals(text)).toBeNull();
  });

  test("are written as they are read", () => {
    const intervals = [
      { from: 485, until: 720 },
      { from: 780, until: 1440 },
    ];
    expect(intervalsText(intervals)).toBe("8:05–12:00, 13:00–24:00");
    expect(readIntervals(intervalsText(intervals))).toEqual(intervals);
  });
});

describe("what is refused", () => {
  const week = (...monday: { from: number; until: number }[]) => [monday, [], [], [], [], [], []];

  test.each([
    ["without a working day", week(), ": Choose at least one working day."],
    ["of 25 hours", week({ from: 0, until: 1500 }), "0: A day ends at 24:00. Enter the rest at the next day."],
    [
      "with overlapping times",
      week({ from: 540, until: 720 }, { from: 700, until: 800 }),
      "0: These times overlap. Enter each hour once.",
    ],
    [
      "over midnight",
      week({ from: 1320, until: 360 }),
      "0: The end must be after the start. Enter hours over midnight at both days.",
    ],
  ])("a week %s", (_, value, message) => {
    expect(messages(givenWeek.safeParse(value))).toContain(message);
  });

  test("days that end before they begin, here and in the form of a member", () => {
    const days = { from: "2026-12-25", until: "2026-12-24", intervals: [], label: "Holiday" };
    const text = "The last day must not be before the first one.";
    expect(messages(givenDays.safeParse(days))).toEqual([`until: ${text}`]);
    const form = {
      calendar: ownChoice,
      zone: null,
      week: ["9-17", "", "25-26", "", "", "", ""],
      days: [{ ...days, intervals: "" }],
    };
    expect(messages(myHoursForm.safeParse(form))).toEqual([
      "week.2: A day ends at 24:00. Enter the rest at the next day.",
      `days.0.until: ${text}`,
    ]);
    expect(myHoursForm.parse({ ...form, calendar: "other" })).toEqual({ calendarId: "other", own: null });
  });
});

describe("holidays", () => {
  test("have a source that says their place and year", () => {
    expect(readSource(holidaySource("DE", "BY", 2026))).toEqual({ country: "DE", state: "BY", year: 2026 });
    expect(readSource(holidaySource("US", null, 2027))).toEqual({ country: "US", state: null, year: 2027 });
    expect(readSource(typed)).toBeNull();
  });

  test("go on with the year after the last one of each place", () => {
    expect(nextHolidays(["holidays:US:2028", typed, "holidays:US:2027", "holidays:DE:BY:2026"])).toEqual([
      { country: "US", state: null, year: 2029 },
      { country: "DE", state: "BY", year: 2027 },
    ]);
  });

  test("of one day end on it, those of several later", () => {
    expect([lastDayOf("2026-12-25", 24), lastDayOf("2026-10-25", 25), lastDayOf("2026-03-20", 90)]).toEqual([
      "2026-12-25",
      "2026-10-25",
      "2026-03-22",
    ]);
  });
});

test("the hours of a week are counted", () => {
  expect([weekTotal(firstWeek, "en-US"), weekTotal([[{ from: 0, until: 90 }]], "en-US")]).toEqual([
    "40 hours a week",
    "1 h 30 min a week",
  ]);
});
