import { dayLater, weekdayOf } from "@/lib/working-time";

/** Days of a calendar, both included. */
export interface Span {
  from: string;
  until: string;
}

/** The most days that a calendar shows: six weeks. */
export const mostDays = 42;
/** The first and the last day of calendars; series and their rules end there too. */
export const firstDay = "1900-01-01";
export const lastDay = "2199-12-31";

/** A day of an address, inside the years of calendars; today where it is none. */
export function clampedDay(day: unknown, today: string): string {
  if (typeof day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) return today;
  if (day < firstDay) return firstDay;
  return day > lastDay ? lastDay : day;
}

export const mondayOf = (day: string): string => dayLater(day, 1 - weekdayOf(day));
export const monthOf = (day: string): string => day.slice(0, "YYYY-MM".length);

/** The six weeks around the month of a day, from a Monday. */
export function monthSpan(day: string): Span {
  const from = mondayOf(`${monthOf(day)}-01`);
  return insideYears({ from, until: dayLater(from, mostDays - 1) });
}

/** A span without the days that are outside the years of calendars. */
export const insideYears = ({ from, until }: Span): Span => ({
  from: clampedDay(from, from),
  until: clampedDay(until, until),
});

/** The first day of the month before or after that of a day. */
export function monthLater(day: string, by: 1 | -1): string {
  const [year = 0, month = 0] = day.split("-").map(Number);
  return clampedDay(new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, "YYYY-MM-DD".length), day);
}

/** The days of a span. */
export function daysOf({ from, until }: Span): string[] {
  const days: string[] = [];
  for (let day = from; day <= until; day = dayLater(day, 1)) days.push(day);
  return days;
}
