import { describe, expect, test } from "vitest";
import { endProblem } from "./complete-rule";
import { type RecurrenceRule, recurrenceRule } from "./rule";

const every = { every: 1 } as const;

describe("A rule is accepted when its parts fit", () => {
  const good: RecurrenceRule[] = [
    { every: 3, unit: "day", count: 1000 },
    { every: 1, unit: "weekday", until: "2027-03-03" },
    { every: 2, unit: "week", weekdays: [1, 4] },
    { every: 1, unit: "month", monthDay: 31 },
    { every: 1, unit: "month", nthWeekday: { nth: -1, weekday: 5 } },
    { every: 1, unit: "year", nthWeekday: { nth: 4, weekday: 4 } },
  ];
  test.each(good)("%j", (rule) => {
    expect(recurrenceRule.parse(rule)).toEqual(rule);
  });
});

test.each<[string, unknown, string]>([
  ["no interval", { every: 0, unit: "day" }, "Repeat every 1 to 365 units."],
  ["half an interval", { every: 1.5, unit: "day" }, "Repeat every 1 to 365 units."],
  ["a long interval", { every: 366, unit: "day" }, "Repeat every 1 to 365 units."],
  ["an unknown unit", { ...every, unit: "hour" }, "Use one of: day, weekday, week, month, year."],
  [
    "every second weekday",
    { every: 2, unit: "weekday" },
    "Use 1 with weekdays, or repeat by week and choose the days.",
  ],
  ["no weekdays", { ...every, unit: "week", weekdays: [] }, "Choose at least one weekday."],
  ["a day 8 of the week", { ...every, unit: "week", weekdays: [8] }, "Use 1 for Monday to 7 for Sunday."],
  ["a weekday twice", { ...every, unit: "week", weekdays: [1, 1] }, "Name each weekday once."],
  [
    "weekdays of a month",
    { ...every, unit: "month", weekdays: [1] },
    "Only a rule that repeats by week has weekdays. Remove them, or repeat by week.",
  ],
  ["day 32", { ...every, unit: "month", monthDay: 32 }, "Use a day of the month from 1 to 31."],
  [
    "a day of the month in weeks",
    { ...every, unit: "week", monthDay: 3 },
    "Only a rule that repeats by month or year has a day of the month. Remove it, or repeat by month.",
  ],
  [
    "the fifth Friday",
    { ...every, unit: "month", nthWeekday: { nth: 5, weekday: 5 } },
    "Use 1, 2, 3, 4, or -1 for the last one of the month.",
  ],
  [
    "the first Friday in days",
    { ...every, unit: "day", nthWeekday: { nth: 1, weekday: 5 } },
    "Only a rule that repeats by month or year has a weekday of the month. Remove it, or repeat by month.",
  ],
  [
    "two days of the month",
    { ...every, unit: "month", monthDay: 3, nthWeekday: { nth: 1, weekday: 5 } },
    "Choose a day of the month or a weekday of the month, not both.",
  ],
  ["no occurrence", { ...every, unit: "day", count: 0 }, "Use 1 to 1,000 occurrences, or no end."],
  ["too many occurrences", { ...every, unit: "day", count: 1001 }, "Use 1 to 1,000 occurrences, or no end."],
  [
    "two ends",
    { ...every, unit: "day", count: 3, until: "2027-03-03" },
    "End the rule on a date or after a number of occurrences, not both.",
  ],
  ["an end that does not exist", { ...every, unit: "day", until: "2027-02-30" }, "Type a date such as 2026-11-30."],
  [
    "an end far away",
    { ...every, unit: "day", until: "2400-01-01" },
    "The year 2400 is out of range. Use a date from 1900 to 2199.",
  ],
])("A rule with %s is refused with a message", (_, rule, message) => {
  const result = recurrenceRule.safeParse(rule);
  expect(result.error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test("A rule with an unknown part is refused", () => {
  expect(recurrenceRule.safeParse({ ...every, unit: "day", hours: [1] }).success).toBe(false);
});

test("An end before the start is a problem", () => {
  const rule: RecurrenceRule = { ...every, unit: "day", until: "2026-11-29" };
  expect(endProblem(rule, "2026-11-30")).toBe(
    "The rule ends on 2026-11-29, before it starts on 2026-11-30. Choose a later end.",
  );
  expect(endProblem(rule, "2026-11-29")).toBeNull();
  expect(endProblem({ ...every, unit: "day" }, "2026-11-30")).toBeNull();
});
