import { expect, test } from "vitest";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { isLastOf, nthOf, ruleOfValues, valuesOfRule } from "./repeat-values";

// A Monday, the fifth and last one of its month.
const day = "2026-11-30";

test.each<RecurrenceRule>([
  { every: 3, unit: "day" },
  { every: 1, unit: "weekday", until: "2027-03-03" },
  { every: 2, unit: "week", weekdays: [1, 4], count: 10 },
  { every: 1, unit: "month", monthDay: 30 },
  { every: 1, unit: "year", nthWeekday: { nth: -1, weekday: 1 } },
])("the dialog keeps a rule: %o", (rule) => {
  expect(ruleOfValues(valuesOfRule(rule, day), day)).toEqual(rule);
});

test("no rule is no repetition, and the weekday of the start is proposed", () => {
  const values = valuesOfRule(null, day);
  expect(ruleOfValues(values, day)).toBeNull();
  expect(ruleOfValues({ ...values, unit: "week" }, day)).toEqual({ every: 1, unit: "week", weekdays: [1] });
});

test.each([
  [{ every: 0 }, "every"],
  [{ every: null }, "every"],
  [{ weekdays: null }, "weekdays"],
  [{ ends: "on" as const, until: null }, "until"],
  [{ ends: "after" as const, count: 10_000 }, "count"],
])("%o is refused at its field", (wrong, field) => {
  expect(ruleOfValues({ ...valuesOfRule(null, day), unit: "week", ...wrong }, day)).toMatchObject({ field });
});

test("the place of a day among the weekdays of its month", () => {
  expect([nthOf("2026-11-09"), nthOf(day), isLastOf(day), isLastOf("2026-11-09")]).toEqual([2, null, true, false]);
});
