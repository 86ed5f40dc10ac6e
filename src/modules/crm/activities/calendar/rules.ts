import type { Span } from "@/lib/calendar-days";
import { dayLater, localDay, momentOfClock } from "@/lib/working-time";

/** The most activities of an answer. */
export const mostShown = 2000;
/** The most series whose next activities are shown. */
export const mostSeries = 100;
/** The most members whose calendars are shown at once. */
export const mostPeople = 50;
/** The most members of teams whose calendars are shown. */
export const mostOfTeams = 200;

const dayMs = 86_400_000;

/** The number of days of a span. */
export const daysIn = ({ from, until }: Span): number => (Date.parse(until) - Date.parse(from)) / dayMs + 1;

/** The first instant of a span in a zone, and the first one after it. */
export function instantsOf({ from, until }: Span, zone: string): { start: Date; end: Date } {
  return { start: momentOfClock(from, 0, zone), end: momentOfClock(dayLater(until, 1), 0, zone) };
}

/** When an activity is in a calendar: at a time, or on a day without one. */
export interface Placed {
  startsAt: Date | null;
  dueOn: Date | null;
  completedAt: Date | null;
}

/**
 * The day of an activity at no set time, `YYYY-MM-DD`: when it was completed, else its due day. Null for one with a start,
 * for a call that was logged when it was over, and for one without a date.
 */
export function dayIn({ startsAt, dueOn, completedAt }: Placed, zone: string): string | null {
  if (startsAt !== null || dueOn === null) return null;
  return completedAt === null ? localDay(dueOn, "UTC") : localDay(completedAt, zone);
}
