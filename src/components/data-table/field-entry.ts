import type { ParsedEntry } from "@/components/data-table/data-column";
import { parseDateEntry } from "@/components/data-table/date-entry";
import { parseInstantEntry, skippedInstant, timeText } from "@/components/data-table/instant-entry";
import type { ListLocale } from "@/components/data-table/list-locale";
import { outOfReach } from "@/lib/coerce/calendar";
import { coerceDuration } from "@/lib/coerce/coerce-duration";
import { notA } from "@/lib/coerce/coerced";
import { readTypedMoney, readTypedNumber } from "@/lib/coerce/typed-number";
import { formatDay, todayIn } from "@/lib/day-words";
import { type DurationLimits, minutesText } from "@/lib/duration-text";
import { dateFormat } from "@/lib/intl";
import { formatAmount, formatMoney } from "@/lib/money";
import { numberText } from "@/lib/number-text";
import { exactParts } from "@/lib/relative-time-text";
import { quoteValue } from "@/lib/text";

type EntryKind = "text" | "money" | "number" | "percent" | "duration" | "date" | "instant";

/** How an entry is read and written: in the workspace's format, money in the record's currency. */
export interface EntryFormats extends ListLocale {
  /** ISO currency of the entry; by default the workspace's. */
  entryCurrency?: string | undefined;
  /** The bounds of a duration, and how long its day is. */
  duration?: DurationLimits | undefined;
}

/** The initial text of an input. */
export function entryText(kind: EntryKind, value: string | number | null, at: EntryFormats): string {
  if (value === null) return "";
  if (kind === "date") return formatDay(String(value), at.locale);
  if (kind === "instant") return instantText(String(value), at);
  if (typeof value === "string") return value;
  if (kind === "duration") return minutesText(value, at.duration);
  if (kind === "money") return formatAmount(value, at.entryCurrency ?? at.currency, at);
  return numberText(value, at.locale);
}

/**
 * The possible values of a typed text for a field of that kind; an empty list if it has none, null as the value if the
 * text is empty.
 */
export function parseFieldEntry(kind: EntryKind, text: string, at: EntryFormats): ParsedEntry[] {
  const trimmed = text.trim();
  if (trimmed === "") return [{ value: null, label: "Empty" }];
  if (kind === "text") return [{ value: trimmed, label: trimmed }];
  if (kind === "date") {
    const days = daysOf(trimmed, at).filter((day) => yearBeyond(day) === null);
    return days.map((day) => ({ value: day, label: formatDay(day, at.locale, true) }));
  }
  if (kind === "instant") {
    const instants = parseInstantEntry(trimmed, at).filter((instant) => outOfReach(instant.getUTCFullYear()) === null);
    return instants.map((instant) => ({ value: instant.toISOString(), label: instantWithZone(instant, at) }));
  }
  if (kind === "duration") {
    const read = coerceDuration(trimmed, at.duration);
    return read.ok ? [{ value: read.value, label: minutesText(Number(read.value), at.duration) }] : [];
  }
  const read = readEntry(kind, trimmed, at);
  if ("problem" in read) return [];
  const { number } = read;
  if (kind === "money") return [{ value: number, label: formatMoney(number, at.entryCurrency ?? at.currency, at) }];
  return [{ value: number, label: numberText(number, at.locale, kind === "percent") }];
}

/** An instant as text that the same input can parse. */
function instantText(value: string, at: EntryFormats): string {
  const instant = new Date(value);
  return `${formatDay(todayIn(at.timeZone, instant), at.locale)}, ${timeText(instant, at)}`;
}

/** An instant with its weekday and time zone. */
const instantWithZone = (instant: Date, { locale, timeZone }: EntryFormats) =>
  dateFormat(locale, { timeZone, weekday: "short", ...exactParts }).format(instant);

const daysOf = (text: string, at: EntryFormats) => parseDateEntry(text.trim(), todayIn(at.timeZone), at.locale);
const yearBeyond = (day: string) => outOfReach(Number(day.slice(0, 4)));

/** Why a text cannot be parsed, and an example of one that can. */
export function entryProblem(kind: Exclude<EntryKind, "text">, text: string, at: EntryFormats): string {
  if (kind === "date") {
    const [day] = daysOf(text, at);
    const such = "Try Nov 30, “end of nov” or “in 2 weeks”.";
    if (day === undefined && parseInstantEntry(text, at).length > 0)
      return `${quoteValue(text)} has a time. Enter only the day.`;
    return (day === undefined ? null : yearBeyond(day)) ?? `${quoteValue(text)} is not a date. ${such}`;
  }
  if (kind === "instant") {
    const [instant] = parseInstantEntry(text, at);
    const skipped = instant ? null : skippedInstant(text, at);
    if (skipped !== null) return skipped;
    const such = "Type one such as “Nov 30, 5:00 PM” or “tomorrow 9:30”.";
    return (
      (instant && outOfReach(instant.getUTCFullYear())) ?? `${quoteValue(text)} is not a date with a time. ${such}`
    );
  }
  if (kind === "duration") {
    const read = coerceDuration(text, at.duration);
    return read.ok ? "" : read.reason;
  }
  const read = readEntry(kind, text.trim(), at);
  return "problem" in read ? read.problem : "";
}

type Numeric = Exclude<EntryKind, "text" | "duration" | "date" | "instant">;

function readEntry(kind: Numeric, text: string, at: EntryFormats): { number: number } | { problem: string } {
  const currency = at.entryCurrency ?? at.currency;
  const noun = kind === "money" ? "an amount" : "a number";
  const read =
    kind === "money" ? readTypedMoney(text, currency, at) : readTypedNumber(text, at.locale, kind === "percent");
  if (read.ok) {
    const number = Number(read.value);
    return Number.isFinite(number) ? { number } : { problem: `${quoteValue(text)} is too large.` };
  }
  const { reason, suggestion } = read;
  if (reason === notA(noun, text).reason) {
    const such = kind === "percent" ? numberText(60, at.locale, true) : numberText(4514, at.locale);
    return { problem: `${quoteValue(text)} is not ${noun}. Try ${such}.` };
  }
  if (!suggestion || reason.includes(suggestion)) return { problem: reason };
  return { problem: `${reason} Did you mean ${suggestion}?` };
}
