import { addMinutes } from "date-fns/addMinutes";
import { dayLater, localDay, momentOfDay, weekdayOf } from "@/lib/working-time";
import { chance, pick, whole } from "./activity-words";

const friday = 5;
const opens = 8 * 60;

/** A day of a workspace, and a moment on it. */
export interface Slot {
  day: string;
  at: Date;
}

/** The days and working hours of a workspace. */
export interface Calendar {
  now: Date;
  today: string;
  /** The moment of a minute of a day. */
  at(day: string, minute: number): Date;
  /** A time of work about a moment, on a working day before now. */
  around(moment: Date): Slot;
  /** A time of work on the first working day from so many days after today. */
  ahead(days: number): Slot;
  /** A working day so many days before today. */
  ago(days: number): string;
}

/** The calendar of a time zone at a moment. */
export function calendarOf(now: Date, zone: string): Calendar {
  const today = localDay(now, zone);
  const openings = new Map<string, Date>();
  // No zone changes its clocks after eight in the morning.
  const at = (day: string, minute: number): Date => {
    const opening = openings.get(day) ?? momentOfDay(day, opens, zone);
    openings.set(day, opening);
    return addMinutes(opening, minute - opens);
  };
  const timeOn = (day: string): Slot => ({ day, at: at(day, officeMinute()) });
  const ago = (days: number) => workingDay(dayLater(today, -days), -1);
  return {
    ...{ now, today, at, ago },
    around(moment) {
      const slot = timeOn(workingDay(localDay(moment, zone), -1));
      // The longest meeting must be over.
      return addMinutes(slot.at, 125) < now ? slot : timeOn(workingDay(dayLater(today, -1), -1));
    },
    ahead(days) {
      const slot = timeOn(workingDay(dayLater(today, days), 1));
      return slot.at > now ? slot : timeOn(workingDay(dayLater(slot.day, 1), 1));
    },
  };
}

/** The day, or the nearest working day before or after it. */
function workingDay(day: string, step: 1 | -1): string {
  return weekdayOf(day) <= friday ? day : workingDay(dayLater(day, step), step);
}

/** Most of the work happens in the morning and in the early afternoon. */
function officeMinute(): number {
  const hour = chance(0.55) ? pick([9, 9, 10, 10, 11]) : pick([8, 12, 13, 14, 14, 15, 16]);
  return hour * 60 + whole(0, 11) * 5;
}
