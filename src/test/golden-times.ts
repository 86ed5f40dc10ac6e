import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { WorkingCalendar } from "@/lib/working-time";

/** A line of the golden table by the names of its columns; an unused column is empty. */
export type GoldenCase = Readonly<
  Record<
    | "kind"
    | "zone"
    | "at"
    | "by"
    | "atWork"
    | "expected"
    | "why"
    | "dayThere"
    | "dayBefore"
    | "weekLater"
    | "eighthDay"
    | "untouchedSince"
    | "noNewsBefore"
    | "pastThree"
    | "tomorrowAtNine"
    | "mondayAtNine",
    string
  >
>;

const columns = [
  ...["kind", "zone", "at", "by", "atWork", "expected", "why"],
  ...["dayThere", "dayBefore", "weekLater", "eighthDay", "untouchedSince", "noNewsBefore"],
  ...["pastThree", "tomorrowAtNine", "mondayAtNine"],
];

/**
 * Days and hours of zones. Expected values from another source: Python's zoneinfo, read minute by minute, and
 * compared with GNU date, both over the system's zone files and not ICU's.
 */
export const goldenCases: readonly GoldenCase[] = parse(
  readFileSync(new URL("../lib/working-time.golden.csv", import.meta.url), "utf8"),
  { from: 2, columns },
);

export const goldenOf = (kind: "day" | "reach" | "work"): GoldenCase[] =>
  goldenCases.filter((one) => one.kind === kind);

/** Minutes of the day: `9:30` is 570. */
export function minutesOf(hour: string): number {
  const [hours = 0, rest = 0] = hour.split(":").map(Number);
  return 60 * hours + rest;
}

/** Days, beginning and end of work, as `12345 9:00 17:00` writes them. */
export function calendarOf(zone: string, text: string): WorkingCalendar {
  const [days = "", from = "", until = ""] = text.split(" ");
  const hours = [{ from: minutesOf(from), until: minutesOf(until) }];
  return { zone, week: [..."1234567"].map((day) => (days.includes(day) ? hours : [])), exceptions: [] };
}

/** A moment as the table writes it, to the second. */
export const second = (moment: Date): string => `${moment.toISOString().slice(0, -".000Z".length)}Z`;
