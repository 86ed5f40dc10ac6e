import { clockOf, dayLater, localDay, momentOfClock, weekdayOf } from "@/lib/working-time";
import { nextDay } from "./occurrences";
import type { RecurrenceRule } from "./rule";

const minuteMs = 60_000;
const minutesOfHour = 60;

/** The times of a record: a start, else a day at no set time. */
interface Times {
  startsAt: Date | null;
  /** A day as UTC midnight. */
  dueOn: Date | null;
}

/** A place in the calendar of a series: a day, and a minute of it if there is a set time. */
export interface Place {
  day: string;
  minute: number | null;
}

/** Where a zone's calendar has a record; null without a start and a due day. */
export function placeOf({ startsAt, dueOn }: Times, zone: string): Place | null {
  if (startsAt === null) return dueOn && { day: localDay(dueOn, "UTC"), minute: null };
  const [hours = 0, minutes = 0] = clockOf(startsAt, zone).slice("YYYY-MM-DD ".length).split(":").map(Number);
  return { day: localDay(startsAt, zone), minute: hours * minutesOfHour + minutes };
}

/** The start or the due day of an occurrence. */
export function timesAt({ day, minute }: Place, zone: string): Times {
  if (minute === null) return { startsAt: null, dueOn: new Date(`${day}T00:00:00Z`) };
  return { startsAt: momentOfClock(day, minute, zone), dueOn: null };
}

/** When the time of an occurrence has passed: after its duration, or at the end of its day. */
export function passedAt({ day, minute }: Place, zone: string, duration: number | null): Date {
  if (minute === null) return momentOfClock(dayLater(day, 1), 0, zone);
  return new Date(momentOfClock(day, minute, zone).getTime() + (duration ?? 0) * minuteMs);
}

/** The calendar of a series, and what its occurrences take. */
export interface Schedule {
  rule: RecurrenceRule;
  startOn: string;
  minute: number | null;
  zone: string;
  duration: number | null;
}

/**
 * The day of the next occurrence after a day; null when there is none. Those whose time has passed by now are left out:
 * after an outage one record is made, not one for each day of it.
 */
export function nextOccurrenceDay(schedule: Schedule, after: string, now: Date): string | null {
  const { rule, startOn, minute, zone, duration } = schedule;
  // A long one may have begun days ago and not be over.
  const longest = Math.ceil((duration ?? 0) / (24 * minutesOfHour)) + 2;
  const recent = dayLater(localDay(now, zone), -longest);
  let day = nextDay(rule, startOn, after > recent ? after : recent);
  while (day !== null && passedAt({ day, minute }, zone, duration) <= now) day = nextDay(rule, startOn, day);
  return day;
}

const firstWaitMinutes = 2;
const longestWaitMinutes = 24 * minutesOfHour;

/** When a series is tried again after so many failures in a row: twice as late each time, and at least once a day. */
export const nextAttemptAt = (attempts: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(firstWaitMinutes * 2 ** (attempts - 1), longestWaitMinutes) * minuteMs);

const monthDayOf = (day: string) => Number(day.slice("YYYY-MM-".length));

/** The rule when its record moved to another day: the weekday or the day of the month that it was on moves along. */
export function movedRule(rule: RecurrenceRule, from: string, to: string): RecurrenceRule {
  const [was, is] = [weekdayOf(from), weekdayOf(to)];
  if (rule.weekdays?.includes(was)) {
    const others = rule.weekdays.filter((weekday) => weekday !== was);
    return { ...rule, weekdays: [...new Set([...others, is])].toSorted((a, b) => a - b) };
  }
  return rule.monthDay === monthDayOf(from) ? { ...rule, monthDay: monthDayOf(to) } : rule;
}

/** The days from one day to another; negative when the other one is earlier. */
export const daysFrom = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / (24 * minutesOfHour * minuteMs);

/** The later of two days. */
export const laterDay = (one: string, other: string): string => (one > other ? one : other);
