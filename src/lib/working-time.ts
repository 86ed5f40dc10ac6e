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

/** Minutes of the day from midnight; `until` is exclusive, and 1440 is the day's end. Hours over midnight are two. */
export interface Interval {
  from: number;
  until: number;
}

/** Days, the first and the last included, with other hours than those of the week; none are days off. */
export interface CalendarException {
  from: string;
  until: string;
  intervals: readonly Interval[];
}

/** When somebody works. Intervals are sorted and do not overlap. */
export interface WorkingCalendar {
  zone: string;
  /** The intervals of each day, Monday first. */
  week: readonly (readonly Interval[])[];
  /** The first one that holds a day counts for it. */
  exceptions: readonly CalendarException[];
}

/** Sorted times of work, as milliseconds of instants, and the minutes of work before each. */
export interface WorkingTime {
  spans: readonly { start: number; end: number }[];
  minutesBefore: readonly number[];
}

/** Work later than this is none: seven years, as far as schedules look ahead. */
const horizonDays = 2557;

/** The intervals of work of a calendar day, by the clocks of the zone. */
export function intervalsOf({ week, exceptions }: WorkingCalendar, day: string): readonly Interval[] {
  const exception = exceptions.find(({ from, until }) => from <= day && day <= until);
  return exception?.intervals ?? week[weekdayOf(day) - 1] ?? [];
}

/** Whether any day has work. */
export const hasWork = ({ week, exceptions }: Pick<WorkingCalendar, "week" | "exceptions">): boolean =>
  week.some((intervals) => intervals.length > 0) || exceptions.some(({ intervals }) => intervals.length > 0);

/** The times of work of days from an instant on: daylight saving stretches and shortens them, and may skip one. */
function* workFrom(calendar: WorkingCalendar, from: number, days = horizonDays) {
  if (!hasWork(calendar)) return;
  const { zone } = calendar;
  // Clocks that are set back over midnight show a day again that has ended.
  const first = dayLater(localDay(new Date(from), zone), -1);
  for (let ahead = 0; ahead <= days; ahead += 1) {
    const day = dayLater(first, ahead);
    for (const interval of intervalsOf(calendar, day)) {
      const start = Math.max(from, momentOfDay(day, interval.from, zone).getTime());
      const end = momentOfDay(day, interval.until, zone).getTime();
      if (start < end) yield { start, end };
    }
  }
}

/**
 * Whether an instant is working time. An interval is one block, from the first instant whose clocks show its start,
 * however often they show its hours.
 */
export function isWorkingInstant(calendar: WorkingCalendar, instant: Date): boolean {
  const [span] = workFrom(calendar, instant.getTime(), 2);
  return span?.start === instant.getTime();
}

/** The instant itself if it is working time, else the next start of work; null without work in the next seven years. */
export function nextWorkingInstant(calendar: WorkingCalendar, instant: Date): Date | null {
  const [span] = workFrom(calendar, instant.getTime());
  return span ? new Date(span.start) : null;
}

/**
 * The next start of work after an instant; within working time that of a later day. Null without work in the next seven
 * years.
 */
export function nextWorkStart(calendar: WorkingCalendar, instant: Date): Date | null {
  if (!isWorkingInstant(calendar, instant)) return nextWorkingInstant(calendar, instant);
  const { zone } = calendar;
  return nextWorkingInstant(calendar, momentOfDay(dayLater(localDay(instant, zone), 1), 0, zone));
}

/** The times of work between two instants, for many questions about one calendar. */
export function workingTime(calendar: WorkingCalendar, from: Date, until: Date): WorkingTime {
  const [spans, minutesBefore]: [{ start: number; end: number }[], number[]] = [[], []];
  const end = until.getTime();
  let minutes = 0;
  for (const span of workFrom(calendar, from.getTime(), 2 + Math.ceil((end - from.getTime()) / dayMs))) {
    if (span.start >= end) break;
    const last = spans.at(-1);
    const clipped = Math.min(span.end, end);
    if (last?.end === span.start) last.end = clipped;
    else {
      spans.push({ start: span.start, end: clipped });
      minutesBefore.push(minutes);
    }
    minutes += (clipped - span.start) / minuteMs;
  }
  return { spans, minutesBefore };
}

/** The minutes of work until an instant, by bisection. Fractions of a minute count. */
export function minutesOfWork({ spans, minutesBefore }: WorkingTime, until: Date): number {
  const at = until.getTime();
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((spans[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return span ? (minutesBefore[low - 1] ?? 0) + (Math.min(span.end, at) - span.start) / minuteMs : 0;
}

/** The whole minutes of work between two instants; 0 when the second one is not later. @internal */
export const workingMinutesBetween = (calendar: WorkingCalendar, from: Date, until: Date): number =>
  Math.floor(minutesOfWork(workingTime(calendar, from, until), until));

/**
 * The first instant by which so many minutes of work have passed: 8 hours from Monday 9:00 end on Monday at 17:00, and 0
 * minutes at once. Null where the calendar has not so much work in the next seven years.
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Date, minutes: number): Date | null {
  let left = minutes * minuteMs;
  if (left <= 0) return from;
  for (const { start, end } of workFrom(calendar, from.getTime())) {
    if (left <= end - start) return new Date(start + left);
    left -= end - start;
  }
  return null;
}
