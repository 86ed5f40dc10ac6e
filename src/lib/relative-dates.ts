import { TZDate } from "@date-fns/tz";
import { addDays, addMonths, addWeeks, startOfISOWeek, startOfMonth, startOfQuarter, startOfYear } from "date-fns";
import { counted, plainLocale } from "./counted";

/** The first and the last day of a period, both included. */
export interface DayPeriod {
  from: string;
  to: string;
}

const namedDays = { yesterday: -1, today: 0, tomorrow: 1 } as const;
const places = { last: -1, this: 0, next: 1 } as const;
const relativeUnits = ["week", "month", "quarter", "year", "fiscal quarter", "fiscal year"] as const;
type RelativeUnit = (typeof relativeUnits)[number];

/** The most days of "last 30 days": ten years. */
export const maxRelativeDays = 3650;

/** The texts of relative dates, for the API document. */
export const relativeDatePattern = `^(today|yesterday|tomorrow|(last|next) [1-9][0-9]{0,3} days|(last|this|next) (${relativeUnits.join("|")}))$`;

const ofDays = /^(last|next) (\d+) days$/;
const ofUnit = new RegExp(`^(last|this|next) (${relativeUnits.join("|")})$`);

/** A relative date as conditions store it: one of "today", "last 30 days", "next fiscal quarter". */
type RelativeDate =
  | { kind: "day"; day: keyof typeof namedDays }
  | { kind: "days"; place: "last" | "next"; count: number }
  | { kind: "unit"; place: keyof typeof places; unit: RelativeUnit };

/** The relative date in a text; null for any other text. The number of days is not checked (`relativeDateProblem`). */
export function readRelativeDate(text: string): RelativeDate | null {
  if (Object.hasOwn(namedDays, text)) return { kind: "day", day: text as keyof typeof namedDays };
  const [, place, count] = ofDays.exec(text) ?? [];
  if (place) return { kind: "days", place: place as "last" | "next", count: Number(count) };
  const [, where, unit] = ofUnit.exec(text) ?? [];
  return where ? { kind: "unit", place: where as keyof typeof places, unit: unit as RelativeUnit } : null;
}

/** Whether the value of a condition is a period of several days, such as "next 60 days" or "this week". */
export function isPeriod(value: unknown): boolean {
  const date = typeof value === "string" ? readRelativeDate(value) : null;
  return date !== null && date.kind !== "day";
}

/** Why a relative date cannot be used; null if it can. */
export function relativeDateProblem(date: RelativeDate): string | null {
  if (date.kind !== "days" || (date.count >= 1 && date.count <= maxRelativeDays)) return null;
  return `Use 1 to ${counted(maxRelativeDays, { one: "day", many: "days" }, plainLocale)}.`;
}

/** The first day of the fiscal year, month and day, in a workspace that has not set another one. */
export const usualFiscalYearStart = "01-01";

/** Why a month and day cannot begin the fiscal year; null if they can. */
export function fiscalYearStartProblem(text: string): string | null {
  if (text === "02-29") return "Most years have no February 29. Choose February 28 or March 1.";
  // Any year without a leap day; a day that a month does not have becomes one of the next month.
  const day = `2027-${text}`;
  const isDay = /^\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(day)) && textOf(new Date(day)) === day;
  return isDay ? null : "Choose a month and a day of it, such as April 1.";
}

const textOf = (date: Date): string => date.toISOString().slice(0, "YYYY-MM-DD".length);
const dateOf = (day: string): TZDate => new TZDate(`${day}T00:00:00Z`, "UTC");

/**
 * The days of a relative date. "last 7 days" ends with today, "next 7 days" begins with it, and weeks begin on Monday.
 * `fiscalYearStart` is a month and a day, "04-01".
 */
export function periodOf(date: RelativeDate, today: string, fiscalYearStart: string): DayPeriod {
  const now = dateOf(today);
  const later = (days: number) => textOf(addDays(now, days));
  if (date.kind === "day") return { from: later(namedDays[date.day]), to: later(namedDays[date.day]) };
  if (date.kind === "days")
    return date.place === "last"
      ? { from: later(1 - date.count), to: today }
      : { from: today, to: later(date.count - 1) };
  const begin = beginsOf(date.unit, now, fiscalYearStart);
  const shift = places[date.place];
  return { from: textOf(begin(shift)), to: textOf(addDays(begin(shift + 1), -1)) };
}

/** When the period of a unit begins that is `shift` periods after the current one. */
function beginsOf(unit: RelativeUnit, now: TZDate, fiscalYearStart: string): (shift: number) => Date {
  if (unit === "week") return (shift) => addWeeks(startOfISOWeek(now), shift);
  if (unit === "month") return (shift) => addMonths(startOfMonth(now), shift);
  if (unit === "quarter") return (shift) => addMonths(startOfQuarter(now), 3 * shift);
  if (unit === "year") return (shift) => addMonths(startOfYear(now), 12 * shift);
  const year = fiscalYearOf(now, fiscalYearStart);
  if (unit === "fiscal year") return (shift) => addMonths(year, 12 * shift);
  // From the first day of the year: a quarter that begins on the 31st begins on the last day of a shorter month.
  const quarter = [3, 2, 1].find((place) => addMonths(year, 3 * place) <= now) ?? 0;
  return (shift) => addMonths(year, 3 * (quarter + shift));
}

/** The first day of the fiscal year that a day belongs to. */
function fiscalYearOf(now: TZDate, fiscalYearStart: string): TZDate {
  const year = String(now.getFullYear()).padStart(4, "0");
  const start = dateOf(`${year}-${fiscalYearStart}`);
  return start <= now ? start : addMonths(start, -12);
}
