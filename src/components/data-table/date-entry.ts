import { dateFormat } from "@/lib/intl";
import { foldKey } from "@/lib/text";

/** Days as `YYYY-MM-DD`; all arithmetic is on calendar days, so no time zone can shift them. */
type Day = string;

const dayMs = 86_400_000;

function toUtc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

function fromUtc(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

function addDays(day: Day, days: number): Day {
  return fromUtc(new Date(toUtc(day).getTime() + days * dayMs));
}

function addMonths(day: Day, months: number): Day {
  const date = toUtc(day);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last));
  return fromUtc(new Date(target));
}

function validDay(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month && date.getUTCDate() === day
    ? fromUtc(date)
    : null;
}

/**
 * The names of months or weekdays in the locale, alone and beside a day, where the ending may differ: "лютий",
 * "лютого".
 */
function names(locale: string, kind: "month" | "weekday"): string[][] {
  const forms: Intl.DateTimeFormatOptions[] = [{}, { day: "numeric" }];
  const formats = (["long", "short"] as const).flatMap((length) =>
    forms.map((form) => dateFormat(locale, { ...form, [kind]: length, timeZone: "UTC" })),
  );
  return Array.from({ length: kind === "month" ? 12 : 7 }, (_, i) => {
    // 2023-01-01 was a Sunday, so the index is the weekday.
    const date = Date.UTC(2023, kind === "month" ? i : 0, kind === "month" ? 1 : 1 + i);
    return formats.map((format) => {
      const [bare = ""] = wordsOf(format.formatToParts(date).find(({ type }) => type === kind)?.value ?? "");
      return wordsOf(format.format(date)).find((word) => word.includes(bare)) ?? bare;
    });
  });
}

/** Finds a month or weekday by its name, or by the first three letters or more. */
function indexOfName(word: string, locale: string, kind: "month" | "weekday"): number {
  if (word === "") return -1;
  for (const known of [names(locale, kind), names("en-US", kind)]) {
    const whole = known.findIndex((forms) => forms.includes(word));
    if (whole >= 0) return whole;
    const begun = word.length < 3 ? -1 : known.findIndex((forms) => forms.some((form) => form.startsWith(word)));
    if (begun >= 0) return begun;
  }
  return -1;
}

/** The days of a weekend, by weekday number. */
const daysSinceFriday: Record<number, number> = { 0: 2, 6: 1 };

function monthEnd(year: number, month: number): Day[] {
  const last = fromUtc(new Date(Date.UTC(year, month + 1, 0)));
  const back = daysSinceFriday[toUtc(last).getUTCDay()] ?? 0;
  return back === 0 ? [last, addDays(last, -1)] : [addDays(last, -back), last];
}

function inWords(text: string, today: Day, locale: string): Day[] {
  const fixed: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1, "next week": 7 };
  const days = fixed[text];
  if (days !== undefined) return [addDays(today, days)];
  if (text === "next month") return [addMonths(today, 1)];
  const weekday = indexOfName(text.replace(/^next /, ""), locale, "weekday");
  if (weekday < 0) return [];
  const ahead = (weekday - toUtc(today).getUTCDay() + 7) % 7 || 7;
  return [addDays(today, ahead), addDays(today, ahead + 7)];
}

function fromDistance(text: string, today: Day): Day[] {
  const match = /^(?:in )?\+?(\d{1,3}) ?(d|days?|w|weeks?|m|months?|y|years?)$/.exec(text);
  if (!match) return [];
  const count = Number(match[1]);
  const unit = match[2]?.charAt(0);
  if (unit === "d") return [addDays(today, count)];
  if (unit === "w") return [addDays(today, count * 7)];
  return [addMonths(today, unit === "m" ? count : count * 12)];
}

function fromEnd(text: string, today: Day, locale: string): Day[] {
  const word = /^end(?: of)?(?: the| this)? (\p{L}+)$/u.exec(text)?.[1];
  if (!word) return [];
  const now = toUtc(today);
  if (word === "week") return [addDays(today, (5 - now.getUTCDay() + 7) % 7)];
  if (word === "year") return monthEnd(now.getUTCFullYear(), 11);
  if (word === "quarter") return monthEnd(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 + 2);
  const month = word === "month" ? now.getUTCMonth() : indexOfName(word, locale, "month");
  if (month < 0) return [];
  return monthEnd(now.getUTCFullYear() + (month < now.getUTCMonth() ? 1 : 0), month);
}

/** The date in the given year; without one the next such date, then the last one. */
function withYear(year: string | undefined, month: number, day: number, today: Day, locale: string): Day[] {
  if (year) {
    const found = validDay(writtenYear(year, locale), month, day);
    return found ? [found] : [];
  }
  const now = toUtc(today).getUTCFullYear();
  const candidates = [now, now + 1].flatMap((candidate) => validDay(candidate, month, day) ?? []);
  return candidates.toSorted((a, b) => Number(a < today) - Number(b < today));
}

/** Converts a typed year: Thai dates count from 543 BC, and the size of the number shows which calendar it is. */
function writtenYear(year: string, locale: string): number {
  const ahead = Number(wordsOf(ownDay(locale).find(({ type }) => type === "year")?.value ?? "")[0]) - OWN_YEAR;
  if (year.length === 2) return 2000 + ((((Number(year) - ahead) % 100) + 100) % 100);
  return Number(year) - (Number(year) >= 2000 + ahead - 200 ? ahead : 0);
}

const OWN_YEAR = 2026;

/** The parts of a day as the locale writes it: "2026年11月30日", "30 de nov. de 2026". */
function ownDay(locale: string, month: "short" | "numeric" = "short"): Intl.DateTimeFormatPart[] {
  const format = dateFormat(locale, { timeZone: "UTC", year: "numeric", month, day: "numeric" });
  return format.formatToParts(Date.UTC(OWN_YEAR, 10, 30));
}

/** Numbers, and words including their dots: "พ.ย." is one. */
function wordsOf(text: string): string[] {
  return foldKey(text).match(/\d+|[\p{L}\p{M}]+(?:\.[\p{L}\p{M}]+)*/gu) ?? [];
}

/** Two or three numbers, or one or two with a month's name, in the locale's order and with its own words and signs. */
function fromParts(text: string, today: Day, locale: string): Day[] {
  if (!/^[\d\p{L}\p{M}\s.,/׳॰-]+$/u.test(text)) return [];
  const own = ownDay(locale).filter(({ type, value }) => type !== "month" || /\d/.test(value));
  const glue = new Set(own.flatMap(({ value }) => wordsOf(value)));
  const numbers = wordsOf(text).filter((word) => /^\d/.test(word));
  const [name, ...more] = wordsOf(text).filter((word) => !/^\d/.test(word) && !glue.has(word));
  if (more.length > 0 || numbers.some((number) => number.length === 3 || number.length > 4)) return [];
  const yearFirst = (numbers[0]?.length ?? 0) > 2;
  const [year, ...rest] = yearFirst ? numbers : [undefined, ...numbers];
  const dated = name === undefined ? 2 : 1;
  const last = yearFirst ? undefined : rest[dated];
  if (rest.length !== dated + (last === undefined ? 0 : 1) || last?.length === 1) return [];
  const month = name === undefined ? undefined : indexOfName(name, locale, "month");
  if (month !== undefined) return month < 0 ? [] : withYear(year ?? last, month, Number(rest[0]), today, locale);
  const order = ownDay(locale, "numeric").map((part) => part.type);
  const monthFirst = yearFirst || order.indexOf("month") < order.indexOf("day");
  const [first, second] = [Number(rest[0]), Number(rest[1])];
  const [at, day] = monthFirst ? [first, second] : [second, first];
  return withYear(year ?? last, at - 1, day, today, locale);
}

/**
 * The possible dates of a text, the most likely first; none if it is no date. Understands "end of nov", "+2w", "fri",
 * "11/30".
 */
export function parseDateEntry(text: string, today: string, locale: string): string[] {
  const words = foldKey(text);
  const readers = [inWords, fromDistance, fromEnd, fromParts];
  for (const read of readers) {
    const days = read(words, today, locale);
    if (days.length > 0) return days;
  }
  return [];
}
