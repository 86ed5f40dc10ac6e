import { clockOf, momentOfDay } from "@/lib/working-time";

/** Why a zone's clocks never show that minute of that day, and what to write; null where they do. */
export function skippedTime(day: string, minute: number, zone: string): string | null {
  // A time that the clocks skip means the end of the gap, where they show a later one.
  const after = momentOfDay(day, minute, zone);
  if (clockOf(after, zone) === `${day} ${timeOf(minute)}`) return null;
  // The clocks stop a minute after the last one that they show.
  const last = Date.parse(`${clockOf(new Date(after.getTime() - minuteMs), zone)}Z`);
  const [from, to] = [clockOf(new Date(last + minuteMs), "UTC"), clockOf(after, zone)];
  const isDay = from.slice(0, day.length) === to.slice(0, day.length);
  const shown = (clock: string) => (isDay ? clock.slice(clock.indexOf(" ") + 1) : clock);
  return `${timeOf(minute)} on ${day} does not exist: the clocks of ${zone} go from ${shown(from)} to ${shown(to)}. Write a time before or after that.`;
}

const minuteMs = 60_000;
const minutesOfHour = 60;
const timeOf = (minute: number): string =>
  [Math.floor(minute / minutesOfHour), minute % minutesOfHour].map((part) => String(part).padStart(2, "0")).join(":");
