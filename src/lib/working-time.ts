import { tzOffset } from "@date-fns/tz/tzOffset";

const minuteMs = 60_000;
const dayMs = 86_400_000;

const offsetMs = (zone: string, at: number) => tzOffset(zone, new Date(at)) * minuteMs;

/** The calendar day in a time zone at an instant, `YYYY-MM-DD`. */
export function localDay(instant: Date, zone: string): string {
  const clock = new Date(instant.getTime() + offsetMs(zone, instant.getTime()));
  return clock.toISOString().slice(0, -"T00:00:00.000Z".length);
}

/** The local day and time in a time zone at an instant: "2026-11-30 14:05". */
export function clockOf(instant: Date, zone: string): string {
  const clock = new Date(instant.getTime() + offsetMs(zone, instant.getTime())).toISOString();
  return clock.slice(0, "YYYY-MM-DDTHH:MM".length).replace("T", " ");
}

/** The day a number of days later in the calendar, which is the same in all zones. */
export function dayLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, -"T00:00:00.000Z".length);
}

/** Monday 1 to Sunday 7. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/**
 * The first instant at which a zone's clocks show that minute of that day or later: the first one of an hour that
 * occurs twice, and the end of a gap (an hour or a whole day) that the zone skipped.
 */
export function momentOfDay(day: string, minute: number, zone: string): Date {
  const { clock, shown, first, second } = momentsOf(day, minute, zone);
  return new Date(shown ?? endOfGap(zone, clock, first, second));
}

/**
 * The instant of a local time: the first one of a time that the clocks show twice. A time that they skip moves forward
 * by the length of the gap, so 2:30 becomes 3:30, as in iCalendar (RFC 5545).
 */
export function momentOfClock(day: string, minute: number, zone: string): Date {
  const { shown, second } = momentsOf(day, minute, zone);
  return new Date(shown ?? second);
}

/** The two instants that a local time can be by the offsets around it, and the first whose clocks show it. */
function momentsOf(day: string, minute: number, zone: string) {
  const clock = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs;
  // No zone is a day away from Greenwich, and none changes twice within two days.
  const offsets = [offsetMs(zone, clock - dayMs), offsetMs(zone, clock + dayMs)];
  const [first = 0, second = 0] = offsets.map((offset) => clock - offset).sort((a, b) => a - b);
  return { clock, first, second, shown: [first, second].find((at) => at + offsetMs(zone, at) === clock) };
}

/** Bisects the time between an instant before the gap and one after it. */
function endOfGap(zone: string, clock: number, before: number, after: number): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + offsetMs(zone, middle) < clock) low = middle;
    else high = middle;
  }
  return high;
}

/** A person's working hours. */
export interface WorkingWeek {
  zone: string;
  /** Monday 1 to Sunday 7. */
  days: readonly number[];
  /** Minutes of the day; `until` is exclusive, and 1440 is the day's end. */
  from: number;
  until: number;
}

/** Long enough for a week whose one working day the zone skipped. */
const daysAhead = 15;

/** Whether an instant is working time. A day has one block of it, however often the clocks show its hours. */
export function isWorkingInstant(instant: Date, week: WorkingWeek): boolean {
  const time = workingTime(localDay(instant, week.zone), week);
  return time !== null && time.start <= instant && instant < time.end;
}

/**
 * The instant itself if it is working time, else the next start of work. Throws RangeError for a week without working
 * time.
 */
export function nextWorkingInstant(instant: Date, week: WorkingWeek): Date {
  const today = localDay(instant, week.zone);
  for (let ahead = 0; ahead < daysAhead; ahead += 1) {
    const time = workingTime(dayLater(today, ahead), week);
    if (time && instant < time.end) return instant < time.start ? time.start : instant;
  }
  throw new RangeError("This week has no working time.");
}

/** The next start of work after an instant, also within working time. Throws RangeError for a week without working time. */
export function nextWorkStart(instant: Date, week: WorkingWeek): Date {
  if (!isWorkingInstant(instant, week)) return nextWorkingInstant(instant, week);
  const tomorrow = momentOfDay(dayLater(localDay(instant, week.zone), 1), 0, week.zone);
  return nextWorkingInstant(tomorrow, week);
}

/** The working time of a calendar day; null when it has none, or the zone skipped the day. */
function workingTime(day: string, { zone, days, from, until }: WorkingWeek): { start: Date; end: Date } | null {
  if (!days.includes(weekdayOf(day))) return null;
  const [start, end] = [momentOfDay(day, from, zone), momentOfDay(day, until, zone)];
  return start < end ? { start, end } : null;
}
