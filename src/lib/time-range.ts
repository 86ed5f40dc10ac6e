/**
 * The times of a day between two instants: "9:20 AM – 9:32 AM". The ends are formatted apart: `Intl`'s own ranges, and
 * in some versions its times, have other spaces on the server than in a browser, and hydration fails.
 */
export function timeRange(from: Date, until: Date, at: { locale: string; timeZone: string }): string {
  const format = new Intl.DateTimeFormat(at.locale, { timeZone: at.timeZone, timeStyle: "short" });
  return `${format.format(from)} – ${format.format(until)}`.replace(/\s/g, " ");
}
