import { TZDate } from "@date-fns/tz";
import { addMonths } from "date-fns";

const DAY = 24 * 60 * 60;

export type Interval = { interval: string; interval_count: number };
export type Period = { start: number; end: number };

/** The n-th boundary after the anchor, always counted from it: 31 January, 28 February, 31 March. */
export function boundary(anchor: number, { interval, interval_count }: Interval, n: number): number {
  const count = n * interval_count;
  if (interval === "day") return anchor + count * DAY;
  if (interval === "week") return anchor + count * 7 * DAY;
  const months = interval === "year" ? count * 12 : count;
  return Math.floor(addMonths(new TZDate(anchor * 1000, "UTC"), months).getTime() / 1000);
}

/** The period around a time, between two boundaries; the time may lie before the anchor. */
export function periodAround(anchor: number, interval: Interval, time: number): Period {
  let n = Math.floor((time - anchor) / lengthOf(interval));
  while (boundary(anchor, interval, n) > time) n--;
  while (boundary(anchor, interval, n + 1) <= time) n++;
  return { start: boundary(anchor, interval, n), end: boundary(anchor, interval, n + 1) };
}

/** About so many seconds: a beginning for the search. */
function lengthOf({ interval, interval_count }: Interval): number {
  const days = { day: 1, week: 7, month: 30, year: 365 }[interval] ?? 30;
  return days * DAY * interval_count;
}

/** `16 Apr 2026` */
export function dayOf(time: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(
    time * 1000,
  );
}
