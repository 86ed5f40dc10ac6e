import { clockOf, dayLater, momentOfClock } from "@/lib/working-time";
import type { CalendarActivity, UpcomingActivity } from "../schema";

const minuteMs = 60_000;
const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;
/** How long an activity without a duration is drawn. */
export const usualMinutes = 30;
/** The step of keys and of dragging. */
export const stepMinutes = 15;

/**
 * Where the calendar draws something: clock times such as "2026-11-25T11:30" of the member's zone, or days. The end is
 * not included.
 */
export interface Drawn {
  start: string;
  end: string;
  allDay: boolean;
}

/** The clock of a zone at an instant, as the calendar draws it. */
export const clockIn = (instant: Date, zone: string): string => clockOf(instant, zone).replace(" ", "T");

/** A clock time that is some minutes later, by the clock alone. */
export function clockLater(clock: string, minutes: number): string {
  return new Date(Date.parse(`${clock}:00Z`) + minutes * minuteMs).toISOString().slice(0, "YYYY-MM-DDTHH:MM".length);
}

/** The day of a clock time or a day, and the minute of the day. */
export const dayAt = (clock: string): string => clock.slice(0, "YYYY-MM-DD".length);
export function minuteAt(clock: string): number {
  const [hours = 0, minutes = 0] = clock.slice("YYYY-MM-DDT".length).split(":").map(Number);
  return hours * minutesOfHour + minutes;
}

/** The instant of a clock time: of one that the clocks skip the hour after the gap. */
export const instantAt = (clock: string, zone: string): Date => momentOfClock(dayAt(clock), minuteAt(clock), zone);

const onDay = (day: string): Drawn => ({ start: day, end: dayLater(day, 1), allDay: true });

/**
 * Where an activity is drawn. In the night in which an hour comes twice its end may not be later by the clock: it is
 * drawn at its length.
 */
export function drawnOf(
  { startsAt, endsAt, completedAt, day }: Pick<CalendarActivity, "startsAt" | "endsAt" | "completedAt" | "day">,
  zone: string,
): Drawn {
  if (day !== null) return onDay(day);
  const from = new Date(startsAt ?? completedAt ?? 0);
  const minutes = endsAt && startsAt ? Math.round((Date.parse(endsAt) - from.getTime()) / minuteMs) : 0;
  return drawnFor(from, minutes, zone);
}

/** Where an activity is drawn that a series will make. */
export function drawnNext({ startsAt, dueOn, duration }: UpcomingActivity, zone: string): Drawn {
  return startsAt === null ? onDay(dueOn ?? "") : drawnFor(new Date(startsAt), duration ?? 0, zone);
}

function drawnFor(from: Date, minutes: number, zone: string): Drawn {
  const start = clockIn(from, zone);
  const length = minutes > 0 ? minutes : usualMinutes;
  const end = clockIn(new Date(from.getTime() + length * minuteMs), zone);
  return { start, end: end > start ? end : clockLater(start, length), allDay: false };
}

/** The working hours as the calendar draws them: by the clock of its zone. */
export const drawnHours = (working: readonly { from: string; until: string }[], zone: string) =>
  working.map(({ from, until }) => ({
    start: clockIn(new Date(from), zone),
    end: clockIn(new Date(until), zone),
  }));

/** The values that a move or a new length sets. */
export interface MovePatch {
  startsAt?: string | null;
  dueOn?: string | null;
  duration?: number;
}

/** The patch of an activity that was moved to another place: a start takes the place of a due day, and the other way round. */
export function movedTo(
  before: Pick<CalendarActivity, "startsAt">,
  to: Pick<Drawn, "start" | "allDay">,
  zone: string,
): MovePatch {
  if (to.allDay) return { dueOn: dayAt(to.start), ...(before.startsAt === null ? {} : { startsAt: null }) };
  const startsAt = instantAt(to.start, zone).toISOString();
  return { startsAt, ...(before.startsAt === null ? { dueOn: null } : {}) };
}

/** The patch of an activity that now ends at this clock time; null where it would end before it begins. */
export function resizedTo(
  { startsAt }: Pick<CalendarActivity, "startsAt">,
  end: string,
  zone: string,
): MovePatch | null {
  if (startsAt === null) return null;
  const duration = Math.round((instantAt(end, zone).getTime() - Date.parse(startsAt)) / minuteMs);
  return duration > 0 ? { duration } : null;
}

/** The activity with the values of a patch, as the server will return it. */
export function patched(activity: CalendarActivity, patch: MovePatch): CalendarActivity {
  const next = { ...activity, ...patch };
  const { startsAt, duration, dueOn } = next;
  const ends = startsAt !== null && duration !== null ? new Date(Date.parse(startsAt) + duration * minuteMs) : null;
  return { ...next, endsAt: ends?.toISOString() ?? null, day: startsAt === null ? dueOn : null };
}

/** The place of something that keys move: by minutes for one at a time, by days. */
export function movedBy(
  { start, allDay }: Drawn,
  by: { minutes: number; days: number },
): Pick<Drawn, "start" | "allDay"> {
  const day = dayLater(dayAt(start), by.days);
  if (allDay) return { start: day, allDay };
  return { start: clockLater(`${day}${start.slice("YYYY-MM-DD".length)}`, by.minutes), allDay };
}

interface Placed extends Drawn {
  id: string;
}

/**
 * The neighbour that an arrow leads to: the next one up or down in the order of time, or the one on another day that is
 * closest by the clock.
 */
export function neighbourOf<E extends Placed>(entries: readonly E[], id: string, key: string): E | undefined {
  const inOrder = entries.toSorted((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
  const place = inOrder.findIndex((entry) => entry.id === id);
  const from = inOrder[place];
  if (!from) return inOrder[0];
  if (key === "ArrowDown") return inOrder[place + 1];
  if (key === "ArrowUp") return inOrder[place - 1];
  const isLater = key === "ArrowRight";
  const others = inOrder.filter(({ start }) =>
    isLater ? dayAt(start) > dayAt(from.start) : dayAt(start) < dayAt(from.start),
  );
  const nearest = isLater ? others[0] : others.at(-1);
  if (!nearest) return undefined;
  const far = ({ start, allDay }: E) =>
    allDay === from.allDay ? Math.abs(minuteAt(start) - minuteAt(from.start)) : minutesOfDay;
  return others.filter(({ start }) => dayAt(start) === dayAt(nearest.start)).toSorted((a, b) => far(a) - far(b))[0];
}
