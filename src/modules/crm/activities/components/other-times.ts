import { todayIn } from "@/lib/day-words";
import { clockOf, dayLater, momentOfDay, weekdayOf } from "@/lib/working-time";
import type { Times } from "./when-text";

/** A start or a due day, as a form sends them. */
export type Chosen = { startsAt: string | null; dueOn: string | null };

const hour = 60;
const lastMinute = 24 * hour - 1;

/** The minute of the day of an instant in a zone. */
function minuteIn(instant: Date, timeZone: string): number {
  const [hours = 0, minutes = 0] = clockOf(instant, timeZone).slice("YYYY-MM-DD ".length).split(":").map(Number);
  return hours * hour + minutes;
}

/** The same time of day on another day, or the day alone for an activity at no set time. */
export function movedTo(day: string, { startsAt }: Pick<Times, "startsAt">, now: Date, timeZone: string): Chosen {
  if (startsAt === null) return { startsAt: null, dueOn: day };
  const at = momentOfDay(day, minuteIn(new Date(startsAt), timeZone), timeZone);
  if (at > now || day !== todayIn(timeZone, now)) return { startsAt: at.toISOString(), dueOn: null };
  // That time has passed today: the next full hour is left.
  const full = Math.min((Math.floor(minuteIn(now, timeZone) / hour) + 1) * hour, lastMinute);
  return { startsAt: momentOfDay(day, full, timeZone).toISOString(), dueOn: null };
}

/** The days that a planned activity can be moved to at once. */
export function nearDays(now: Date, timeZone: string): { label: string; day: string }[] {
  const today = todayIn(timeZone, now);
  return [
    { label: "Today", day: today },
    { label: "Tomorrow", day: dayLater(today, 1) },
    { label: "Next week", day: dayLater(today, 7) },
  ];
}

const saturday = 6;

/** The day that is a number of days from Monday to Friday after another one. */
export function workingDayLater(day: string, days: number): string {
  let later = day;
  for (let left = days; left > 0; ) {
    later = dayLater(later, 1);
    if (weekdayOf(later) < saturday) left -= 1;
  }
  return later;
}

/** The time that is proposed for the activity after a completed one: in three working days, at the same time of day. */
export const followingTime = (times: Pick<Times, "startsAt">, now: Date, timeZone: string): Chosen =>
  movedTo(workingDayLater(todayIn(timeZone, now), 3), times, now, timeZone);
