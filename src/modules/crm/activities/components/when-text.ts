import { dayText, todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import type { Activity } from "../fields";
import { isOver } from "../rules";

/** The times of an activity as the server returns them. */
export type Times = Pick<Activity, "status" | "startsAt" | "dueOn" | "completedAt">;

interface Place {
  locale: string;
  timeZone: string;
}

/** How pressing an activity is: overdue from the day after its own on. */
export type Urgency = "overdue" | "today" | "later" | "undated" | "over";

const dayIn = ({ startsAt, dueOn }: Pick<Times, "startsAt" | "dueOn">, timeZone: string): string | null =>
  startsAt === null ? dueOn : todayIn(timeZone, new Date(startsAt));

/** How pressing an activity is on the day of `now`. */
export function urgencyOf(times: Times, now: Date, timeZone: string): Urgency {
  if (isOver(times.status)) return "over";
  const day = dayIn(times, timeZone);
  const today = todayIn(timeZone, now);
  if (day === null) return "undated";
  if (day < today) return "overdue";
  return day === today ? "today" : "later";
}

/** "Today, 3:00 PM", "Yesterday", "Nov 30"; a completed one without a start says when it was completed. */
export function whenText(times: Times, now: Date, { locale, timeZone }: Place): string {
  const today = todayIn(timeZone, now);
  const moment = times.startsAt ?? (isOver(times.status) ? times.completedAt : null);
  if (moment === null) return times.dueOn === null ? "No date" : dayText(times.dueOn, today, locale);
  const time = dateFormat(locale, { timeZone, timeStyle: "short" }).format(new Date(moment));
  return `${dayText(todayIn(timeZone, new Date(moment)), today, locale)}, ${time}`;
}

/** The notice about an activity that was planned just now. */
export const plannedText = ({ name, startsAt, dueOn }: Pick<Activity, "name" | "startsAt" | "dueOn">): string =>
  startsAt === null && dueOn === null ? `${name} planned without a date` : `${name} planned`;
