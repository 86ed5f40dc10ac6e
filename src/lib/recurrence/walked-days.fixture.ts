import fc from "fast-check";
import { dayExists, daysInMonth } from "@/lib/coerce/calendar";
import { dayLater, weekdayOf } from "@/lib/working-time";
import type { RecurrenceRule } from "./rule";

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
/** Any rule. */
export const anyRule = fc
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
/** A day near which clocks change within two years. */
export const anyStart = fc.integer({ min: 0, max: 800 }).map((days) => dayLater("2024-12-20", days));

/** Each day from the start on, asked by itself whether the rule has it. */
export function walkedDays(rule: RecurrenceRule, start: string, last: string): string[] {
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
