import { daysInMonth, monthName } from "@/lib/coerce/calendar";
import { counted } from "@/lib/counted";
import { formatDay } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { andList } from "@/lib/text";
import { completeRule } from "./complete-rule";
import { lastOfMonth } from "./limits";
import type { RecurrenceRule } from "./rule";

const nouns = {
  day: { one: "day", many: "days" },
  weekday: { one: "weekday", many: "weekdays" },
  week: { one: "week", many: "weeks" },
  month: { one: "month", many: "months" },
  year: { one: "year", many: "years" },
} as const;
const times = { one: "time", many: "times" };
const ordinals = ["first", "second", "third", "fourth"] as const;

/** A rule in words: "Every 2 weeks on Monday and Thursday until Mar 3, 2027". */
export function recurrenceText(rule: RecurrenceRule, startDay: string, locale = "en-US"): string {
  const { every, unit } = rule;
  const step = every === 1 ? `Every ${nouns[unit].one}` : `Every ${counted(every, nouns[unit], locale)}`;
  return [step, daysText(completeRule(rule, startDay), startDay), endText(rule, locale)].join("");
}

function endText({ count, until }: RecurrenceRule, locale: string): string {
  if (count !== undefined) return `, ${counted(count, times, locale)}`;
  return until === undefined ? "" : ` until ${formatDay(until, locale)}`;
}

/** The days of a rule that has been completed, as they follow "Every 2 weeks". */
function daysText(rule: RecurrenceRule, startDay: string): string {
  const { unit, weekdays, monthDay, nthWeekday } = rule;
  if (weekdays) return ` on ${andList(weekdays.toSorted((a, b) => a - b).map(weekdayName))}`;
  const month = Number(startDay.slice("YYYY-".length, "YYYY-MM".length));
  if (nthWeekday) {
    const place = nthWeekday.nth === lastOfMonth ? "last" : ordinals[nthWeekday.nth - 1];
    return ` on the ${place} ${weekdayName(nthWeekday.weekday)}${unit === "year" ? ` of ${monthName(month)}` : ""}`;
  }
  if (monthDay === undefined) return "";
  return unit === "year" ? yearDayText(month, monthDay) : monthDayText(monthDay);
}

const shortestMonth = 28;

// Each text says the answer to a day that some months lack.
function monthDayText(monthDay: number): string {
  return monthDay > shortestMonth ? ` on day ${monthDay}, or on the last day of shorter months` : ` on day ${monthDay}`;
}

const leapYear = 2000;
const commonYear = 2001;

function yearDayText(month: number, monthDay: number): string {
  const name = monthName(month);
  if (monthDay > daysInMonth(leapYear, month)) return ` on the last day of ${name}`;
  const shortened = daysInMonth(commonYear, month);
  return monthDay > shortened
    ? ` on ${name} ${monthDay}, or on ${name} ${shortened} in other years`
    : ` on ${name} ${monthDay}`;
}

/** The English name of a weekday, Monday 1 to Sunday 7. */
export function weekdayName(weekday: number): string {
  // January 1, 2001, was a Monday.
  return dateFormat("en", { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2001, 0, weekday));
}
