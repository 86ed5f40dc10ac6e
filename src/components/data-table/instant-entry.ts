import { parseDateEntry, todayIn } from "@/components/data-table/date-entry";
import { skippedTime } from "@/lib/coerce/skipped-time";
import { dayLater, momentOfDay } from "@/lib/working-time";

/** How a workspace writes moments. */
interface Clock {
  locale: string;
  timeZone: string;
}

const AT_THE_END = /(?:^|[\s,]+)(?:at\s+)?(\d{1,2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?$/i;

/** The minute of the day that a text ends with, and what stands before it; null where it ends with no time. */
function splitTime(text: string): { before: string; minute: number } | null {
  const found = AT_THE_END.exec(text);
  if (!found) return null;
  const [whole, hours, minutes, half] = found;
  if (minutes === undefined && half === undefined) return null;
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)];
  if (minute > 59 || hour > (half ? 12 : 23) || (half && hour === 0)) return null;
  const noon = half?.toLowerCase() === "p" ? 12 : 0;
  return { before: text.slice(0, -whole.length), minute: (half ? (hour % 12) + noon : hour) * 60 + minute };
}

/** The time of a moment in a form that is understood again: "5:00 PM" where English counts to twelve, else "17:00". */
export function timeText(at: Date, { locale, timeZone }: Clock): string {
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  const twelve = clock.hour12 === true && locale.startsWith("en");
  return new Intl.DateTimeFormat(twelve ? "en-US" : "en-GB", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    hourCycle: twelve ? "h12" : "h23",
  }).format(at);
}

/** The days and the minute that a text can mean, the likeliest first; no minute where it says no time. */
function readText(text: string, { locale, timeZone }: Clock, now: Date): { days: string[]; minute: number | null } {
  const today = todayIn(timeZone, now);
  const timed = splitTime(text);
  const dayText = timed ? timed.before : text;
  const days = dayText === "" ? [today, dayLater(today, 1)] : parseDateEntry(dayText, today, locale);
  return { days, minute: timed?.minute ?? null };
}

/**
 * The moments that a text can mean, the likeliest first: a day, a time, or both, on the clocks of the workspace. A day
 * alone is its begin; a time alone is that of today, then of tomorrow. Of a time that comes twice the first one is meant.
 */
export function parseInstantEntry(text: string, clock: Clock, now = new Date()): Date[] {
  const typed = text.trim();
  if (typed.toLowerCase() === "now") return [new Date(Math.floor(now.getTime() / 60_000) * 60_000)];
  const { timeZone } = clock;
  const { days, minute } = readText(typed, clock, now);
  const shown = minute === null ? days : days.filter((day) => skippedTime(day, minute, timeZone) === null);
  return shown.map((day) => momentOfDay(day, minute ?? 0, timeZone));
}

/** Why a text means a time that the clocks skip; null where it does not. */
export function skippedInstant(text: string, clock: Clock, now = new Date()): string | null {
  const { days, minute } = readText(text.trim(), clock, now);
  const [day] = days;
  return day === undefined || minute === null ? null : skippedTime(day, minute, clock.timeZone);
}
