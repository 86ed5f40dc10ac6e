import { RRuleTemporal } from "rrule-temporal";
import { localDay } from "@/lib/working-time";
import { completeRule } from "./complete-rule";
import { mostOccurrences } from "./limits";
import type { RecurrenceRule } from "./rule";

/**
 * The rules run over calendar days, and callers make instants of them by our zone functions: the library leaves out a
 * time that the clocks skip, and we move it. This file loads 52 kB, so screens import it lazily.
 */

// Our dates end with this year: a rule without an end ends there.
const lastDay = "2199-12-31";
const codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const codeOf = (weekday: number): string => codes[weekday - 1] ?? "";

/** The first day of a rule after a day; null when there is none. */
export function nextDay(rule: RecurrenceRule, startDay: string, after: string): string | null {
  return dayOf(calendarRule(rule, startDay).next(midnight(after)));
}

/** The first days of a rule from one day to another, both included: at most `most`, or 1,000. */
export function daysBetween(
  rule: RecurrenceRule,
  startDay: string,
  [from, until]: readonly [from: string, until: string],
  most = mostOccurrences,
): string[] {
  const days: string[] = [];
  const calendar = calendarRule(rule, startDay);
  let day = dayOf(calendar.next(midnight(from), true));
  while (day !== null && day <= until && days.length < Math.min(most, mostOccurrences)) {
    days.push(day);
    day = dayOf(calendar.next(midnight(day)));
  }
  return days;
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

function dayOf(found: { epochMilliseconds: number } | null): string | null {
  return found === null ? null : localDay(new Date(found.epochMilliseconds), "UTC");
}

/** The rule over days, which are midnights of UTC to the library. */
function calendarRule(rule: RecurrenceRule, startDay: string): RRuleTemporal {
  const compact = (day: string) => `${day.replaceAll("-", "")}T000000Z`;
  return new RRuleTemporal({
    rruleString: `DTSTART:${compact(startDay)}\nRRULE:${ruleText(rule, startDay, compact)}`,
  });
}

function ruleText(given: RecurrenceRule, startDay: string, compact: (day: string) => string): string {
  const rule = completeRule(given, startDay);
  const frequency = { day: "DAILY", weekday: "WEEKLY", week: "WEEKLY", month: "MONTHLY", year: "YEARLY" }[rule.unit];
  const end = rule.count === undefined ? `UNTIL=${compact(rule.until ?? lastDay)}` : `COUNT=${rule.count}`;
  return [`FREQ=${frequency}`, `INTERVAL=${rule.every}`, "WKST=MO", end, ...daysOfRule(rule, startDay)].join(";");
}

function daysOfRule(rule: RecurrenceRule, startDay: string): string[] {
  const month = Number(startDay.slice("YYYY-".length, "YYYY-MM".length));
  const ofMonth = rule.unit === "year" ? [`BYMONTH=${month}`] : [];
  if (rule.unit === "weekday") return ["BYDAY=MO,TU,WE,TH,FR"];
  if (rule.weekdays) return [`BYDAY=${rule.weekdays.map(codeOf).join(",")}`];
  if (rule.nthWeekday) return [...ofMonth, `BYDAY=${rule.nthWeekday.nth}${codeOf(rule.nthWeekday.weekday)}`];
  if (rule.monthDay === undefined) return [];
  return [...ofMonth, ...daysOfMonth(rule.monthDay)];
}

const shortestMonth = 28;

/** The day of a month, or the last day of a month that does not have it. */
function daysOfMonth(monthDay: number): string[] {
  if (monthDay <= shortestMonth) return [`BYMONTHDAY=${monthDay}`];
  const days = Array.from({ length: monthDay - shortestMonth + 1 }, (_, more) => shortestMonth + more);
  return [`BYMONTHDAY=${days.join(",")}`, "BYSETPOS=-1"];
}
