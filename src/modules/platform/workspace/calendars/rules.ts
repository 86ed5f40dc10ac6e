import { counted } from "@/lib/counted";
import { type CalendarException, dayLater, type Interval, type WorkingCalendar } from "@/lib/working-time";

/** The hours of a workspace until its admins change them: Monday to Friday, nine to five. */
export const firstWeek: readonly (readonly Interval[])[] = [1, 2, 3, 4, 5, 6, 7].map((day) =>
  day <= 5 ? [{ from: 9 * 60, until: 17 * 60 }] : [],
);

/** A day ends here: 24:00. */
export const dayMinutes = 24 * 60;
/** How many times of work a day may have. */
export const maxIntervals = 12;
/** How many calendars a workspace may have besides the own hours of members. */
export const maxCalendars = 50;
/** How many days with other hours a calendar may have. */
export const maxDays = 1000;

/** The source of days that somebody typed. */
export const typed = "typed";

/** The source of the holidays of a year: `holidays:DE:BY:2026`. */
export const holidaySource = (country: string, state: string | null, year: number): string =>
  ["holidays", country, ...(state ? [state] : []), year].join(":");

/** The place and the year of the holidays of a source; null for days that somebody typed. */
export function readSource(source: string): { country: string; state: string | null; year: number } | null {
  const [kind, country = "", ...rest] = source.split(":");
  const year = Number(rest.at(-1));
  return kind === "holidays" ? { country, state: rest.length > 1 ? (rest[0] ?? null) : null, year } : null;
}

/** Why the times of a day cannot be; null when they can. */
export function intervalsProblem(intervals: readonly Interval[]): string | null {
  const sorted = sortedIntervals(intervals);
  for (const [index, { from, until }] of sorted.entries()) {
    if (until > dayMinutes) return "A day ends at 24:00. Enter the rest at the next day.";
    if (from >= until) return "The end must be after the start. Enter hours over midnight at both days.";
    const next = sorted[index + 1];
    if (next && next.from < until) return "These times overlap. Enter each hour once.";
  }
  return null;
}

/** Times of a day in their order. */
export const sortedIntervals = (intervals: readonly Interval[]): Interval[] =>
  intervals.toSorted((one, other) => one.from - other.from);

interface Day extends CalendarException {
  source: string;
}

/** The hours and days of a calendar without those of its parent; null is as in the parent. */
export interface CalendarFacts {
  id: string;
  parentId: string | null;
  zone: string | null;
  week: readonly (readonly Interval[])[] | null;
  days: readonly Day[];
}

const lengthOf = ({ from, until }: Day) => Date.parse(until) - Date.parse(from);

/** The order in which days count: typed ones before holidays, then short ones before long ones. */
export const daysInOrder = (days: readonly Day[]): CalendarException[] =>
  days
    .toSorted(
      (one, other) =>
        Number(one.source !== typed) - Number(other.source !== typed) ||
        lengthOf(one) - lengthOf(other) ||
        one.from.localeCompare(other.from),
    )
    .map(({ from, until, intervals }) => ({ from, until, intervals }));

/**
 * The calendar with all that it has from the calendars above it: zone and week of the nearest that has them, and the days
 * of all, its own first. One that is unknown works as a new workspace does.
 */
export function resolvedCalendar(
  known: ReadonlyMap<string, CalendarFacts>,
  id: string | null,
  zoneOfWorkspace: string,
): WorkingCalendar {
  const line: CalendarFacts[] = [];
  for (let next = id === null ? undefined : known.get(id); next && !line.includes(next); ) {
    line.push(next);
    next = next.parentId === null ? undefined : known.get(next.parentId);
  }
  return {
    zone: line.find(({ zone }) => zone !== null)?.zone ?? zoneOfWorkspace,
    week: line.find(({ week }) => week !== null)?.week ?? firstWeek,
    exceptions: line.flatMap(({ days }) => daysInOrder(days)),
  };
}

/** The year whose holidays are the next to be added, for each place whose holidays a calendar has. */
export function nextHolidays(sources: readonly string[]): { country: string; state: string | null; year: number }[] {
  const newest = new Map<string, { country: string; state: string | null; year: number }>();
  for (const place of sources.flatMap((source) => readSource(source) ?? [])) {
    const key = `${place.country}:${place.state}`;
    if ((newest.get(key)?.year ?? 0) < place.year) newest.set(key, place);
  }
  return [...newest.values()].map((place) => ({ ...place, year: place.year + 1 }));
}

/** The hours of a week in words: "40 h a week". */
export function weekTotal(week: readonly (readonly Interval[])[], locale: string): string {
  const minutes = week.flat().reduce((sum, { from, until }) => sum + until - from, 0);
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? `${counted(hours, { one: "hour", many: "hours" }, locale)} a week`
    : `${hours} h ${minutes % 60} min a week`;
}

/** The days of a holiday: most have one, some festivals more. */
export const lastDayOf = (from: string, hours: number): string =>
  dayLater(from, Math.max(1, Math.floor(hours / 24)) - 1);

const clockText = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/** The times of a day as people type them: "9:00–12:00, 13:00–17:00"; nothing for a day off. */
export const intervalsText = (intervals: readonly Interval[]): string =>
  intervals.map(({ from, until }) => `${clockText(from)}–${clockText(until)}`).join(", ");

const clock = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i;

function readClock(text: string): number | null {
  const [, hours = "", minutes = "0", half = ""] = clock.exec(text.trim()) ?? [];
  if (hours === "" || Number(minutes) > 59) return null;
  if (half === "") return Number(hours) * 60 + Number(minutes);
  if (Number(hours) < 1 || Number(hours) > 12) return null;
  return ((Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0)) * 60 + Number(minutes);
}

function readInterval(text: string): Interval | null {
  const [start = "", end = "", ...more] = text.split(/\s*(?:–|—|-|\bto\b)\s*/i);
  const [from, until] = [readClock(start), readClock(end)];
  return from === null || until === null || more.length > 0 ? null : { from, until };
}

/** The times of a day from a text such as "9-12, 1 pm to 5 pm"; null for one that says no times. */
export function readIntervals(text: string): Interval[] | null {
  const parts = text.split(/[,;]|\band\b/i).filter((part) => part.trim() !== "");
  const read = parts.map(readInterval);
  return read.some((one) => one === null) ? null : sortedIntervals(read.filter((one) => one !== null));
}
