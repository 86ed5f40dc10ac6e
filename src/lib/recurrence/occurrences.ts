import { RRuleTemporal } from "rrule-temporal";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { completeRule } from "./complete-rule";
import { mostOccurrences } from "./limits";
import type { RecurrenceRule } from "./rule";

/**
 * The rules run over calendar days, and our zone functions make instants of them: the library leaves out a time that
 * the clocks skip, and we move it. This file loads 52 kB, so screens import it lazily.
 */

/** The local time at which something starts that repeats: a day, and a minute of it. */
export interface RecurrenceStart {
  day: string;
  minute: number;
}

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

/**
 * The first occurrence after an instant; null when there is none. The local time stays the same over daylight saving:
 * one that the clocks skip moves forward by the gap, and of one that comes twice the first is meant.
 * @internal Series walk the days; tests compare the instants with a calendar that is walked by the minute.
 */
export function nextOccurrence(rule: RecurrenceRule, start: RecurrenceStart, zone: string, after: Date): Date | null {
  return occurrencesBetween(rule, start, zone, [new Date(after.getTime() + 1), null], 1)[0] ?? null;
}

/** The first occurrences from an instant up to another, which is not included: at most `most`, or 1,000. */
export function occurrencesBetween(
  rule: RecurrenceRule,
  start: RecurrenceStart,
  zone: string,
  [from, until]: readonly [from: Date, until: Date | null],
  most = mostOccurrences,
): Date[] {
  const found: Date[] = [];
  const calendar = calendarRule(rule, start.day);
  // A skipped time may move to the day after its own, where a zone skips a whole day.
  let day = dayOf(calendar.next(midnight(dayLater(localDay(from, zone), -1)), true));
  while (day !== null && found.length < Math.min(most, mostOccurrences)) {
    const at = momentOfClock(day, start.minute, zone);
    if (until !== null && at >= until) break;
    // The occurrence of a day that the zone skipped coincides with that of the next day.
    if (at >= from && at.getTime() !== found.at(-1)?.getTime()) found.push(at);
    day = dayOf(calendar.next(midnight(day)));
  }
  return found;
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
