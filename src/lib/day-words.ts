import { dateFormat, relativeFormat } from "@/lib/intl";

const dayMs = 86_400_000;

/** A `YYYY-MM-DD` day in words, with its weekday when `long`. */
export function formatDay(day: string, locale: string, long = false): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return dateFormat(locale, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    year: "numeric",
    ...(long ? { weekday: "short" } : {}),
  }).format(date);
}

/** The current day in a time zone. */
export function todayIn(timeZone: string, now = new Date()): string {
  return dateFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

/**
 * A calendar day in everyday words: relative for today and the three days on either side, then "Nov 30", with its
 * year if it differs. `day` and `today` are `YYYY-MM-DD`.
 */
export function dayText(day: string, today: string, locale: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const now = new Date(`${today}T00:00:00Z`);
  const ahead = Math.round((date.getTime() - now.getTime()) / dayMs);
  const format = (options: Intl.DateTimeFormatOptions) =>
    dateFormat(locale, { timeZone: "UTC", ...options }).format(date);
  if (Math.abs(ahead) <= 1) {
    const word = relativeFormat(locale, { numeric: "auto" }).format(ahead, "day");
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  if (Math.abs(ahead) <= 3) return format({ weekday: "short" });
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  return format({ month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
}
