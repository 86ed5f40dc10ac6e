import { dateFormat } from "@/lib/intl";
/**
 * The times of a day between two instants: "9:20 AM – 9:32 AM". The ends are formatted apart: `Intl`'s own ranges, and
 * in some versions its times, have other spaces on the server than in a browser, and hydration fails.
 */
export function timeRange(from: Date, until: Date, at: { locale: string; timeZone: string }): string {
  const format = dateFormat(at.locale, { timeZone: at.timeZone, timeStyle: "short" });
  return `${format.format(from)} – ${format.format(until)}`.replace(/\s/g, " ");
}

/** The days from one to another: "November 23 – 29, 2026"; with the same spaces on server and browser. */
export function dayRange(from: string, until: string, locale: string): string {
  const format = dateFormat(locale, { timeZone: "UTC", month: "long", day: "numeric", year: "numeric" });
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${until}T00:00:00Z`)).replace(/\s/g, " ");
}
