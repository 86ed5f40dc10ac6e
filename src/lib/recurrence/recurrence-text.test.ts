import { expect, test } from "vitest";
import { recurrenceText } from "./recurrence-text";
import type { RecurrenceRule } from "./rule";

// Monday, March 2, 2026
const start = "2026-03-02";

test.each<[string, RecurrenceRule, string?]>([
  ["Every day", { every: 1, unit: "day" }],
  ["Every 3 days, 10 times", { every: 3, unit: "day", count: 10 }],
  ["Every day, 1 time", { every: 1, unit: "day", count: 1 }],
  ["Every weekday until Mar 3, 2027", { every: 1, unit: "weekday", until: "2027-03-03" }],
  ["Every week on Monday", { every: 1, unit: "week" }],
  [
    "Every 2 weeks on Monday and Thursday until Mar 3, 2027",
    { every: 2, unit: "week", weekdays: [4, 1], until: "2027-03-03" },
  ],
  ["Every week on Monday, Wednesday, and Sunday", { every: 1, unit: "week", weekdays: [1, 3, 7] }],
  ["Every month on day 2", { every: 1, unit: "month" }],
  ["Every 3 months on day 31, or on the last day of shorter months", { every: 3, unit: "month", monthDay: 31 }],
  ["Every month on day 29, or on the last day of shorter months", { every: 1, unit: "month", monthDay: 29 }],
  ["Every month on the second Tuesday", { every: 1, unit: "month", nthWeekday: { nth: 2, weekday: 2 } }],
  ["Every month on the last Friday", { every: 1, unit: "month", nthWeekday: { nth: -1, weekday: 5 } }],
  ["Every year on March 2", { every: 1, unit: "year" }],
  [
    "Every 2 years on the fourth Thursday of November",
    { every: 2, unit: "year", nthWeekday: { nth: 4, weekday: 4 } },
    "2026-11-01",
  ],
  ["Every year on February 29, or on February 28 in other years", { every: 1, unit: "year" }, "2028-02-29"],
  ["Every year on the last day of April", { every: 1, unit: "year", monthDay: 31 }, "2026-04-01"],
])("%s", (text, rule, startDay = start) => {
  expect(recurrenceText(rule, startDay)).toBe(text);
});

test("The end is written in the formats of the workspace", () => {
  expect(recurrenceText({ every: 1, unit: "day", until: "2027-03-03" }, start, "en-GB")).toBe(
    "Every day until 3 Mar 2027",
  );
});
