import { dayLater, intervalsOf, localDay, momentOfDay, type WorkingCalendar } from "@/lib/working-time";

/** The minute of the day at which a digest goes unless its member chose another one: eight o'clock. */
export const defaultDigestAt = 8 * 60;

/** A digest that could not go for so long after its time is not sent that day: it is no longer for the morning. */
export const digestLateMs = 4 * 60 * 60_000;

/** A section of a digest names at most this many records and gives the number of the rest. */
export const mostLines = 10;

/** Events of longer ago than these days are in no digest, however long its member was away. */
export const mostDaysBack = 7;

/** A digest further ahead than this is none: over a year of leave. */
const horizonDays = 400;

/**
 * The instant of the digest of a day: the first one at which the clocks show its time or, where they skip it, a later one.
 * Null for a day on which its member does not work, or without that time.
 */
function momentOn(calendar: WorkingCalendar, day: string, minute: number): Date | null {
  if (intervalsOf(calendar, day).length === 0) return null;
  const moment = momentOfDay(day, minute, calendar.zone);
  return localDay(moment, calendar.zone) === day ? moment : null;
}

/** The day, in the member's zone, whose digest is due at an instant, and its time; null when none is. */
export function digestDue(calendar: WorkingCalendar, minute: number, now: Date): { day: string; at: Date } | null {
  const day = localDay(now, calendar.zone);
  const at = momentOn(calendar, day, minute);
  return at !== null && at <= now && now.getTime() - at.getTime() <= digestLateMs ? { day, at } : null;
}

/** The time of the first digest after an instant; null for a member who does not work in the next 400 days. */
export function nextDigest(calendar: WorkingCalendar, minute: number, after: Date): Date | null {
  const first = localDay(after, calendar.zone);
  for (let ahead = 0; ahead <= horizonDays; ahead += 1) {
    const at = momentOn(calendar, dayLater(first, ahead), minute);
    if (at !== null && at > after) return at;
  }
  return null;
}

/** How many more there are than the lines of a section: "12 more", "More than 990 more"; null for none. */
export function moreText(count: number, isMore: boolean, lines: number, locale: string): string | null {
  const rest = Math.max(0, count - lines);
  if (isMore) return `More than ${rest.toLocaleString(locale)} more`;
  return rest > 0 ? `${rest.toLocaleString(locale)} more` : null;
}

/** A count in the subject: "4", or "1,000+". */
export const countText = (count: number, isMore: boolean, locale: string): string =>
  `${count.toLocaleString(locale)}${isMore ? "+" : ""}`;
