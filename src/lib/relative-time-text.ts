import { dateFormat, relativeFormat } from "@/lib/intl";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A past time in everyday words: "Now", "25m ago", "2d ago", after 7 days the date, with its year if it differs. */
export function relativeTimeText(at: Date, now: Date, locale: string, timeZone: string): string {
  const age = now.getTime() - at.getTime();
  // Clocks differ, and the one here is read twice a minute.
  if (age > -2 * minute && age < minute) return "Now";
  if (age >= minute && age < hour) return ago(Math.floor(age / minute), "minute", locale);
  if (age >= hour && age < day) return ago(Math.floor(age / hour), "hour", locale);
  if (age >= day && age < 7 * day) return ago(Math.floor(age / day), "day", locale);
  const year = (date: Date) => dateFormat("en-US", { timeZone, year: "numeric" }).format(date);
  return dateFormat(locale, {
    timeZone,
    month: "short",
    day: "numeric",
    ...(year(at) === year(now) ? {} : { year: "numeric" }),
  }).format(at);
}

function ago(count: number, unit: Intl.RelativeTimeFormatUnit, locale: string): string {
  const written = (style: "narrow" | "short") =>
    relativeFormat(locale, { style, numeric: "always" }).format(-count, unit);
  // The narrow form in French, Swedish and Norwegian only adds a minus, which reads as a negative number.
  return /^[-−]/.test(written("narrow")) ? written("short") : written("narrow");
}

/** Whether an instant is exactly midnight in a time zone, which stands for a day without a known time. */
export function isWholeDay(at: Date, timeZone: string): boolean {
  const clock = { timeZone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return at.getUTCMilliseconds() === 0 && dateFormat("en-US", clock).format(at) === "00:00:00";
}

/**
 * The zone in which an instant is shown: the reader's, but that of the workspace for its midnight, which stands for a day without a
 * known time.
 */
export const shownZone = (at: Date, timeZone: string, workspaceZone = timeZone): string =>
  isWholeDay(at, workspaceZone) ? workspaceZone : timeZone;

/** The parts of an exact time. */
export const exactParts = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

/** The exact time with its zone: "Nov 30, 2026, 5:00 PM CST"; only the day if no time is known. */
export function exactTimeText(at: Date, locale: string, timeZone: string): string {
  if (isWholeDay(at, timeZone)) return dateFormat(locale, { timeZone, dateStyle: "medium" }).format(at);
  return dateFormat(locale, { timeZone, ...exactParts }).format(at);
}

/** The name of a time zone at an instant: "CET", "GMT+5:30". */
export const zoneText = (at: Date, locale: string, timeZone: string): string =>
  dateFormat(locale, { timeZone, timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;

/** A date and time as invoices show it: "Nov 30, 2026, 5:00 PM"; only the day if no time is known. */
export function dateTimeText(at: Date, locale: string, timeZone: string): string {
  const time = isWholeDay(at, timeZone) ? {} : ({ timeStyle: "short" } as const);
  return dateFormat(locale, { timeZone, dateStyle: "medium", ...time }).format(at);
}
