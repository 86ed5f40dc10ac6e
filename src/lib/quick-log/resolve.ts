import { isoDay } from "@/lib/coerce/calendar";
import { formatDay } from "@/lib/day-words";
import { quoteValue } from "@/lib/text";
import { clockOf, dayLater, momentOfClock, weekdayOf } from "@/lib/working-time";
import type { DateWords } from "./date-words";
import type { LoggedActivity, Moment, Part, Problem, QuickLogOptions } from "./quick-log";

type State = LoggedActivity["state"];

export interface Resolved {
  when: Part<Moment> | null;
  /** The length of a range of times: 60 of "1-2pm". */
  length: number | null;
  problems: Problem[];
}

const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;
const minuteMs = 60_000;
const longestRange = minutesOfDay / 2;
const daysOfWeek = 7;
const nothing = { when: null, length: null };
const clockStart = "YYYY-MM-DD ".length;

const minuteOfClock = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.slice(clockStart).split(":").map(Number);
  return hours * minutesOfHour + minutes;
};
const words = (dates: readonly DateWords[]) => dates.map(({ text }) => quoteValue(text)).join(", ");
const inEnglish = (day: string) => formatDay(day, "en-US", true);

/** The one moment that the dates of an activity name together, in the member's zone. */
export function resolved(dates: readonly DateWords[], state: State, options: QuickLogOptions): Resolved {
  const [first] = dates;
  const last = dates.at(-1);
  if (!first || !last) return { ...nothing, problems: [] };
  const span = { from: first.from, until: last.until };
  const refuse = (message: string) => ({ ...nothing, problems: [{ ...span, message, isResolved: false }] });
  const days = dates.filter(({ day, weekday }) => day !== null || weekday !== null);
  const times = dates.filter(({ minute, ahead }) => minute !== null || ahead !== null);
  if (days.length > 1 || times.length > 1 || (dates.length > 1 && times.some(({ ahead }) => ahead !== null)))
    return refuse(`The activity has several dates: ${words(dates)}. Write one date for each activity.`);
  const spans = dates.map(({ from, until }) => ({ from, until }));
  const ahead = times[0]?.ahead ?? null;
  if (ahead !== null) return { when: { value: fromNow(ahead, options), spans }, length: null, problems: [] };
  const day = dayOf(days[0], state, options);
  if ("refusal" in day) return refuse(day.refusal);
  return withTime(day, times[0], { span, spans, state, options });
}

/** Times have no seconds: "now" is the minute that has begun. */
export const startOfMinute = (at: Date): Date => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs);

function fromNow(ahead: number, { now, zone }: QuickLogOptions): Moment {
  const at = new Date(startOfMinute(now).getTime() + ahead * minuteMs);
  const clock = clockOf(at, zone);
  return { day: clock.slice(0, clockStart - 1), minute: minuteOfClock(clock), at };
}

interface FoundDay {
  day: string;
  /** How an ambiguous word was read. */
  reading?: string;
  isNamed: boolean;
}

/** The day of words; today where they name a time alone. */
function dayOf(date: DateWords | undefined, state: State, options: QuickLogOptions): FoundDay | { refusal: string } {
  const today = clockOf(options.now, options.zone).slice(0, clockStart - 1);
  if (!date) return { day: today, isNamed: false };
  if (date.day === null) return dayOfWeekday(date, state, today);
  const day = isoDay(date.day);
  if (date.weekday !== null && weekdayOf(day) !== date.weekday)
    return {
      refusal: `${quoteValue(date.text)} does not exist: the date is ${inEnglish(day)}. Correct the day or the date.`,
    };
  return { day, isNamed: true };
}

function dayOfWeekday({ text, weekday }: DateWords, state: State, today: string): FoundDay | { refusal: string } {
  const ahead = ((weekday ?? 0) - weekdayOf(today) + daysOfWeek) % daysOfWeek;
  const modifier = /\b(next|last|past|this)\b/i.exec(text)?.[1]?.toLowerCase();
  const nextWeek = dayLater(today, (weekday ?? 0) - weekdayOf(today) + daysOfWeek);
  if (modifier === "next") {
    const soon = dayLater(today, ahead);
    if (ahead === 0 || nextWeek === soon) return { day: nextWeek, isNamed: true };
    const reading = `${quoteValue(text)} is read as ${inEnglish(nextWeek)}, in the next week. Write “this” for ${inEnglish(soon)}.`;
    return { day: nextWeek, reading, isNamed: true };
  }
  if (modifier === "last" || modifier === "past") return { day: dayLater(today, ahead - daysOfWeek), isNamed: true };
  if (ahead === 0 && modifier !== "this")
    return { refusal: `Today is the weekday of ${quoteValue(text)}. Write “today”, or the date of another week.` };
  const isPast = state === "done" && modifier !== "this";
  return { day: dayLater(today, isPast ? ahead - daysOfWeek : ahead), isNamed: true };
}

interface Surroundings {
  span: { from: number; until: number };
  spans: Part<Moment>["spans"];
  state: State;
  options: QuickLogOptions;
}

function withTime({ day, reading, isNamed }: FoundDay, time: DateWords | undefined, around: Surroundings): Resolved {
  const { span, spans, state, options } = around;
  const readings = reading === undefined ? [] : [{ ...span, message: reading, isResolved: true }];
  if (!time || time.minute === null) {
    return { when: { value: { day, minute: null, at: null }, spans }, length: null, problems: readings };
  }
  const refuse = (message: string) => ({ ...nothing, problems: [{ ...span, message, isResolved: false }] });
  const { minute, endMinute, text } = time;
  const at = momentOfClock(day, minute, options.zone);
  if (!isNamed && at < startOfMinute(options.now) && state !== "done")
    return refuse(`${quoteValue(text)} has passed today. Add a day, such as “tomorrow”.`);
  if (!isNamed && at > options.now && state === "done")
    return refuse(`${quoteValue(text)} is still to come today. Add a day, such as “yesterday”.`);
  const length = endMinute === null ? null : (endMinute - minute + minutesOfDay) % minutesOfDay;
  if (length !== null && (length > longestRange || length === 0))
    return refuse(`${quoteValue(text)} does not end after its start. Correct one of the times.`);
  // A time that the clocks skip moves forward, and the day may change with it.
  const clock = clockOf(at, options.zone);
  const value = { day: clock.slice(0, clockStart - 1), minute: minuteOfClock(clock), at };
  const skipped = `${quoteValue(text)} does not exist on ${inEnglish(day)}: the clocks of ${options.zone} go forward. It is read as ${clock.slice(clockStart)}.`;
  const moved = value.minute === minute ? [] : [{ ...span, message: skipped, isResolved: true }];
  return { when: { value, spans }, length, problems: [...readings, ...moved] };
}
