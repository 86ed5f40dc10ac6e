import { clockOf, dayLater, localDay, momentOfClock } from "@/lib/working-time";
import type { Times } from "../rules";

/** The choices of a reminder: minutes before the start, or before nine o'clock of the due day. */
export const reminderOptions = [
  { value: "0", label: "At its time", synonyms: ["at start", "0 minutes"] },
  { value: "5", label: "5 minutes before", synonyms: ["5 minutes", "5"] },
  { value: "10", label: "10 minutes before", synonyms: ["10 minutes", "10"] },
  { value: "15", label: "15 minutes before", synonyms: ["15 minutes", "15"] },
  { value: "30", label: "30 minutes before", synonyms: ["30 minutes", "30"] },
  { value: "60", label: "1 hour before", synonyms: ["1 hour", "60 minutes", "60"] },
  { value: "120", label: "2 hours before", synonyms: ["2 hours", "120 minutes", "120"] },
  { value: "1440", label: "1 day before", synonyms: ["1 day", "24 hours", "1440"] },
] as const;

const minuteMs = 60_000;
const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;
/** The minute of a day at which somebody is reminded of what is due on it: nine o'clock. */
const morning = 9 * minutesOfHour;

/** The parts of an activity that its reminders follow from. */
export interface Reminded extends Pick<Times, "startsAt" | "dueOn"> {
  reminders: readonly string[] | null;
}

/** The instant that an activity is reminded of: its start, or nine o'clock of its due day in a zone; null without both. */
export function remindedTime({ startsAt, dueOn }: Pick<Times, "startsAt" | "dueOn">, zone: string): Date | null {
  return startsAt ?? (dueOn && momentOfClock(localDay(dueOn, "UTC"), morning, zone));
}

/** The instants of the reminders of an activity in a zone, the earliest first. */
export function reminderMoments(activity: Reminded, zone: string): Date[] {
  const time = remindedTime(activity, zone);
  if (time === null) return [];
  const moments = (activity.reminders ?? []).map((minutes) => momentBefore(time, Number(minutes), zone));
  return moments.toSorted((a, b) => a.getTime() - b.getTime());
}

/** A day before is at the same local time, also when the clocks change between; hours and minutes are exact. */
function momentBefore(time: Date, minutes: number, zone: string): Date {
  if (minutes < minutesOfDay) return new Date(time.getTime() - minutes * minuteMs);
  const [day = "", clock = ""] = clockOf(time, zone).split(" ");
  const [hours = 0, rest = 0] = clock.split(":").map(Number);
  const seconds = time.getTime() % minuteMs;
  const before = momentOfClock(dayLater(day, -minutes / minutesOfDay), hours * minutesOfHour + rest, zone);
  return new Date(before.getTime() + seconds);
}

/** The first reminder of an activity after an instant; null when none is left. */
export function nextReminder(activity: Reminded, zone: string, after: Date): Date | null {
  return reminderMoments(activity, zone).find((moment) => moment > after) ?? null;
}

/**
 * The next reminder after a write at `now`: one that is due and not sent yet stays due, if the activity still has it.
 */
export function reminderAfterWrite(activity: Reminded, zone: string, waiting: Date | null, now: Date): Date | null {
  const isDue = waiting !== null && waiting <= now;
  const stays = isDue && reminderMoments(activity, zone).some((moment) => moment.getTime() === waiting.getTime());
  return stays ? waiting : nextReminder(activity, zone, now);
}

/** Whether a late reminder is still news: the time of its activity passed less than a day ago. */
export function isStillNews(time: Date | null, now: Date): boolean {
  return time !== null && now.getTime() - time.getTime() <= minutesOfDay * minuteMs;
}
