import { z } from "zod";
import { daysInMonth } from "@/lib/coerce/calendar";
import { lastOfMonth } from "@/lib/recurrence/limits";
import { type RecurrenceRule, recurrenceRule } from "@/lib/recurrence/rule";
import { weekdayOf } from "@/lib/working-time";

/** How the dialog holds a rule: a choice for each of its parts. */
export const repeatValues = z.object({
  unit: z.enum(["none", "day", "weekday", "week", "month", "year"]),
  every: z.number("Type a whole number, such as 2.").nullable(),
  weekdays: z.array(z.string()).nullable(),
  /** The day of the month, its place among the weekdays of the month, or the last one of that weekday. */
  monthly: z.enum(["day", "nth", "last"]),
  ends: z.enum(["never", "on", "after"]),
  until: z.string().nullable(),
  count: z.number("Type a whole number, such as 10.").nullable(),
});
export type RepeatValues = z.infer<typeof repeatValues>;

const daysOfWeek = 7;
const mostPlaces = 4;
const dayIn = (day: string) => Number(day.slice("YYYY-MM-".length));

/** The place of a day among the weekdays of its month; null for a fifth one, which few months have. */
export function nthOf(day: string): 1 | 2 | 3 | 4 | null {
  const nth = Math.ceil(dayIn(day) / daysOfWeek);
  return nth <= mostPlaces ? (nth as 1 | 2 | 3 | 4) : null;
}

/** Whether a day is the last one of its weekday in its month. */
export function isLastOf(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return date + daysOfWeek > daysInMonth(year, month);
}

/** The choices of the dialog for a rule; without one it proposes every week on the weekday of the start. */
export function valuesOfRule(rule: RecurrenceRule | null, day: string): RepeatValues {
  const ends = rule?.until === undefined ? "never" : "on";
  return {
    unit: rule?.unit ?? "none",
    every: rule?.every ?? 1,
    weekdays: (rule?.weekdays ?? [weekdayOf(day)]).map(String),
    monthly: rule?.nthWeekday ? placeIn(rule.nthWeekday.nth) : "day",
    ends: rule?.count === undefined ? ends : "after",
    until: rule?.until ?? null,
    count: rule?.count ?? null,
  };
}

/** The rule of the choices, or the sentence on how to correct them; null: it does not repeat. */
export function ruleOfValues(
  values: RepeatValues,
  day: string,
): RecurrenceRule | null | { field: string; problem: string } {
  if (values.unit === "none") return null;
  const found = recurrenceRule.safeParse({
    unit: values.unit,
    every: values.unit === "weekday" ? 1 : values.every,
    ...(values.unit === "week" ? { weekdays: (values.weekdays ?? []).map(Number).toSorted((a, b) => a - b) } : {}),
    ...(values.unit === "month" || values.unit === "year" ? ofMonth(values, day) : {}),
    ...(values.ends === "on" ? { until: values.until } : {}),
    ...(values.ends === "after" ? { count: values.count } : {}),
  });
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  return { field: String(issue?.path[0] ?? "unit"), problem: issue?.message ?? "Choose how it repeats." };
}

function ofMonth({ monthly }: RepeatValues, day: string): Partial<RecurrenceRule> {
  const weekday = weekdayOf(day);
  if (monthly === "last") return { nthWeekday: { nth: lastOfMonth, weekday } };
  const nth = nthOf(day);
  return monthly === "nth" && nth ? { nthWeekday: { nth, weekday } } : { monthDay: dayIn(day) };
}

const placeIn = (nth: number) => (nth === lastOfMonth ? "last" : "nth");
