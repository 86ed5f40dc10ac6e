import { dateFormat } from "@/lib/intl";
import { foldKey } from "@/lib/text";

/** A day as written; it need not exist. */
export interface DayParts {
  year: number;
  month: number;
  day: number;
}

const LANGUAGES = ["en", "en-GB", "de", "fr", "es", "it", "nl", "pt", "sv", "da"];

let monthNames: ReadonlyMap<string, number> | undefined;

/** The month, from 1, of a name or short name in the common languages of Western Europe; null for other words. */
export function monthOf(name: string): number | null {
  monthNames ??= namesOfMonths();
  return monthNames.get(plainName(name)) ?? null;
}

/** The English name of a month, from 1. */
export function monthName(month: number): string {
  return dateFormat("en", { month: "long", timeZone: "UTC" }).format(Date.UTC(2000, month - 1, 1));
}

function plainName(name: string): string {
  return foldKey(name)
    .normalize("NFD")
    .replace(/[\u0300-\u036f.]/g, "");
}

// A name that means different months in two languages counts as unknown.
function namesOfMonths(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const unclear = new Set<string>();
  for (const language of LANGUAGES) {
    for (const month of ["long", "short"] as const) {
      const format = dateFormat(language, { month, timeZone: "UTC" });
      for (let number = 1; number <= 12; number += 1) {
        const name = plainName(format.format(Date.UTC(2000, number - 1, 1)));
        if ((names.get(name) ?? number) !== number) unclear.add(name);
        names.set(name, number);
      }
    }
  }
  for (const name of unclear) names.delete(name);
  return names;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

export function dayExists({ year, month, day }: DayParts): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const firstYear = 1900;
const lastYear = 2199;

/**
 * Why a year is not accepted, whether typed, imported or sent by a program; null when it is. Years outside the range
 * are typing errors: 0216, 20216.
 */
export function outOfReach(year: number): string | null {
  if (year >= firstYear && year <= lastYear) return null;
  return `The year ${year} is out of range. Use a date from ${firstYear} to ${lastYear}.`;
}

/** `YYYY-MM-DD`. */
export function isoDay({ year, month, day }: DayParts): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The day of Excel's serial number, 1 being January 1, 1900; the time of day is dropped. Null outside 1900–9999. */
export function daySerial(serial: number): DayParts | null {
  const whole = Math.floor(serial);
  // Excel counts a February 29, 1900, which did not exist.
  if (whole < 1 || whole > 2_958_465 || whole === 60) return null;
  const date = new Date(Date.UTC(1899, 11, whole > 60 ? 30 : 31) + whole * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
