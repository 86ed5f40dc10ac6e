import { parseDateEntry } from "@/components/data-table/date-entry";
import { skippedTime } from "@/lib/coerce/skipped-time";
import { todayIn } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { dayLater, momentOfDay } from "@/lib/working-time";

/** The language and time zone in which a workspace writes times. */
interface Clock {
  locale: string;
  timeZone: string;
}

const AT_THE_END = /(?:^|[\s,]+)(?:at\s+)?(\d{1,2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?$/i;

/** Splits a text into its time (as minute of the day) and the text before it; null if it does not end with a time. */
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

/**
 * The time of an instant as text that the input can parse: "5:00 PM" in English with a twelve-hour clock, else "17:00".
 */
export function timeText(at: Date, { locale, timeZone }: Clock): string {
  const clock = dateFormat(locale, { hour: "numeric" }).resolvedOptions();
  const twelve = clock.hour12 === true && locale.startsWith("en");
  return dateFormat(twelve ? "en-US" : "en-GB", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    hourCycle: twelve ? "h12" : "h23",
  }).format(at);
}

/** The possible days and the minute of a text, the most likely first; no minute if it has no time. */
function readText(text: string, { locale, timeZone }: Clock, now: Date): { days: string[]; minute: number | null } {
  const today = todayIn(timeZone, now);
  const timed = splitTime(text);
  const dayText = timed ? timed.before : text;
  const days = dayText === "" ? [today, dayLater(today, 1)] : parseDateEntry(dayText, today, locale);
  return { days, minute: timed?.minute ?? null };
}

/**
 * The possible instants of a text with a day, a time, or both, the most likely first, in the reader's time zone. A
 * day alone is its start; a time alone is today's, then tomorrow's. A time that occurs twice is the first one.
 */
export function parseInstantEntry(text: string, clock: Clock, now = new Date()): Date[] {
  const typed = text.trim();
  if (typed.toLowerCase() === "now") return [new Date(Math.floor(now.getTime() / 60_000) * 60_000)];
  const { timeZone } = clock;
  const { days, minute } = readText(typed, clock, now);
  const shown = minute === null ? days : days.filter((day) => skippedTime(day, minute, timeZone) === null);
  return shown.map((day) => momentOfDay(day, minute ?? 0, timeZone));
}

/** Why a text is a time that the clocks skip (summer time); null if it is not. */
export function skippedInstant(text: string, clock: Clock, now = new Date()): string | null {
  const { days, minute } = readText(text.trim(), clock, now);
  const [day] = days;
  return day === undefined || minute === null ? null : skippedTime(day, minute, clock.timeZone);
}
