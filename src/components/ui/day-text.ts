import { formatDay, todayIn } from "@/lib/day-words";

const dayMs = 86_400_000;

/** The calendar day of an instant in a zone. */
export function dayOf(instant: string, timeZone: string): string {
  return todayIn(timeZone, new Date(instant));
}

/**
 * The day of an instant in a zone, with its year: "Nov 30, 2026". Days of plans, trials and invoices are said in the
 * customer's zone, to customers and staff alike.
 */
export const zonedDay = (instant: string, { locale, timeZone }: { locale: string; timeZone: string }): string =>
  formatDay(dayOf(instant, timeZone), locale);

/**
 * A calendar day in everyday words: relative for today and the three days on either side, then "Nov 30", with its
 * year if it differs. `day` and `today` are `YYYY-MM-DD`.
 */
export function dayText(day: string, today: string, locale: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const now = new Date(`${today}T00:00:00Z`);
  const ahead = Math.round((date.getTime() - now.getTime()) / dayMs);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(date);
  if (Math.abs(ahead) <= 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(ahead, "day");
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  if (Math.abs(ahead) <= 3) return format({ weekday: "short" });
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  return format({ month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
}
