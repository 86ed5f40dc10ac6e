import { daysFrom } from "@/lib/recurrence/schedule";
import { dayLater } from "@/lib/working-time";

/** The first and the due day of a task. */
interface Days {
  startsOn: string | null;
  dueOn: string | null;
}

/**
 * The days of the next task of a series, which is due on a day: as many days lie between them as before, and one that was empty
 * stays empty. A task with a start alone begins on that day; one that lost both is due on it.
 */
export function daysOfNext(day: string, { startsOn, dueOn }: Days): Days {
  if (dueOn !== null) return { startsOn: startsOn && dayLater(day, daysFrom(dueOn, startsOn)), dueOn: day };
  return startsOn === null ? { startsOn: null, dueOn: day } : { startsOn: day, dueOn: null };
}
