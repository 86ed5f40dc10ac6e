import type { Understood } from "@/components/data-table/data-column";
import { todayIn, understandDate } from "@/components/data-table/date-entry";
import type { ListLocale } from "@/components/data-table/list-locale";
import { outOfReach } from "@/lib/coerce/calendar";
import { quoteValue } from "@/lib/text";

type Formats = Pick<ListLocale, "locale" | "currency">;
type EntryKind = "text" | "money" | "number" | "date";

function fractionDigits(currency: string): number {
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function asMoney(currency: string, own: Formats): Intl.NumberFormatOptions {
  return { style: "currency", currency, currencyDisplay: currency === own.currency ? "symbol" : "code" };
}

/** Minor units as the workspace writes money; cents only where they are not zero. Another currency shows its code. */
export function formatMoney(minor: number, currency: string, at: Formats): string {
  const digits = fractionDigits(currency);
  const whole = minor % 10 ** digits === 0;
  return new Intl.NumberFormat(at.locale, {
    ...asMoney(currency, at),
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}

/** Money without its cents, for sums that are estimates anyway: weighted totals. */
export function formatWholeMoney(minor: number, currency: string, at: Formats): string {
  return new Intl.NumberFormat(at.locale, { ...asMoney(currency, at), maximumFractionDigits: 0 }).format(
    minor / 10 ** fractionDigits(currency),
  );
}

/** A `YYYY-MM-DD` day in words, with its weekday when `long`. */
export function formatDay(day: string, locale: string, long = false): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    year: "numeric",
    ...(long ? { weekday: "short" } : {}),
  }).format(date);
}

/** A typed number in the workspace's way of writing, with k and m for thousands and millions; null when it is none. */
export function readNumber(text: string, locale: string): number | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(-12345.6);
  const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
  const group = parts.find((part) => part.type === "group")?.value ?? ",";
  const bare = text
    .toLowerCase()
    .replace(/[\p{Sc}\s\u00a0\u202f']/gu, "")
    .replace(/^[a-z]{3}(?=[\d-])|(?<=\d)[a-z]{3}$/g, "")
    .replaceAll(group.trim() === "" ? "\u00a0" : group, "")
    .replace(decimal, ".");
  const match = /^(-?\d+(?:\.\d*)?|-?\.\d+)([km])?$/.exec(bare);
  if (!match) return null;
  return Number(match[1]) * (match[2] === "k" ? 1_000 : match[2] === "m" ? 1_000_000 : 1);
}

/** The text an input starts with. */
export function entryText(kind: EntryKind, value: string | number | null, { locale, currency }: ListLocale): string {
  if (value === null) return "";
  if (kind === "date") return formatDay(String(value), locale);
  if (typeof value === "string") return value;
  const amount = kind === "money" ? value / 10 ** fractionDigits(currency) : value;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(amount);
}

/** What a typed text means for a field of that kind; an empty list when it means nothing, null as the value when it is empty. */
export function understandEntry(kind: EntryKind, text: string, at: ListLocale): Understood[] {
  const trimmed = text.trim();
  if (trimmed === "") return [{ value: null, label: "Empty" }];
  if (kind === "text") return [{ value: trimmed, label: trimmed }];
  if (kind === "date") {
    const days = understandDate(trimmed, todayIn(at.timeZone), at.locale).filter((day) => yearBeyond(day) === null);
    return days.map((day) => ({ value: day, label: formatDay(day, at.locale, true) }));
  }
  const number = readNumber(trimmed, at.locale);
  if (number === null) return [];
  if (beyondReach(kind, trimmed, at) !== null) return [];
  if (kind === "number") return [{ value: number, label: new Intl.NumberFormat(at.locale).format(number) }];
  const minor = minorOf(number, at.currency);
  return [{ value: minor, label: formatMoney(minor, at.currency, at) }];
}

const yearBeyond = (day: string | undefined) => (day === undefined ? null : outOfReach(Number(day.slice(0, 4))));

/** What is wrong with a number or a day that is further off than can be kept, in the workspace's way of writing; null where it is not. */
export function beyondReach(kind: EntryKind, text: string, at: ListLocale): string | null {
  if (kind === "date") return yearBeyond(understandDate(text.trim(), todayIn(at.timeZone), at.locale)[0]);
  const number = kind === "number" || kind === "money" ? readNumber(text, at.locale) : null;
  if (number === null) return null;
  if (kind === "number") return Number.isFinite(number) ? null : `${quoteValue(text)} is more than can be kept.`;
  if (Number.isSafeInteger(minorOf(number, at.currency))) return null;
  const scale = fractionDigits(at.currency);
  // As a text, because the number has more digits than a sum of cents can be divided into.
  const exact = `${Number.MAX_SAFE_INTEGER}e-${scale}` as `${number}`;
  const largest = new Intl.NumberFormat(at.locale, asMoney(at.currency, at)).format(exact);
  return `${quoteValue(text)} is more than can be kept; the largest amount is ${largest}.`;
}

function minorOf(amount: number, currency: string): number {
  const minor = amount * 10 ** fractionDigits(currency);
  // 1.15 × 100 is 114.99999999999999; what comes out whole keeps all of its digits.
  return Number.isInteger(minor) ? minor : Math.round(Number(minor.toPrecision(15)));
}
