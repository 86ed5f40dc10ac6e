import { formatDay, todayIn } from "@/lib/day-words";

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
