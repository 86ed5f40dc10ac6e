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
  return date.getUTCMonth() === month && date.getUTCDate() === day ? fromUtc(date) : null;
}

/** The day it is now in a time zone. */
export function todayIn(timeZone: string, now = new Date()): Day {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

function names(locale: string, kind: "month" | "weekday"): string[] {
  const count = kind === "month" ? 12 : 7;
  const format = new Intl.DateTimeFormat(locale, { [kind]: "long", timeZone: "UTC" });
  // 2023-01-01 was a Sunday, so that the index is the weekday.
  return Array.from({ length: count }, (_, i) =>
    format.format(Date.UTC(2023, kind === "month" ? i : 0, kind === "month" ? 1 : 1 + i)).toLowerCase(),
  );
}

function indexOfName(word: string, locale: string, kind: "month" | "weekday"): number {
  if (word.length < 3) return -1;
  const own = names(locale, kind).findIndex((name) => name.startsWith(word));
  return own >= 0 ? own : names("en-US", kind).findIndex((name) => name.startsWith(word));
}

function monthEnd(year: number, month: number): Day[] {
  const last = fromUtc(new Date(Date.UTC(year, month + 1, 0)));
  const weekday = toUtc(last).getUTCDay();
  const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
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

/** With a year that one; without it the next time the day comes, then the one that is past. */
function withYear(year: string | undefined, month: number, day: number, today: Day): Day[] {
  if (year) {
    const found = validDay(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
    return found ? [found] : [];
  }
  const now = toUtc(today).getUTCFullYear();
  const candidates = [now, now + 1].flatMap((candidate) => validDay(candidate, month, day) ?? []);
  return candidates.toSorted((a, b) => Number(a < today) - Number(b < today));
}

function fromMonthName(text: string, today: Day, locale: string): Day[] {
  const match =
    /^(?<month>\p{L}+)\.? (?<day>\d{1,2})(?:,? (?<year>\d{4}|\d{2}))?$/u.exec(text) ??
    /^(?<day>\d{1,2})\.? (?<month>\p{L}+)\.?(?: (?<year>\d{4}|\d{2}))?$/u.exec(text);
  const month = indexOfName(match?.groups?.month ?? "", locale, "month");
  return month < 0 ? [] : withYear(match?.groups?.year, month, Number(match?.groups?.day), today);
}

function fromNumbers(text: string, today: Day, locale: string): Day[] {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return withYear(iso[1], Number(iso[2]) - 1, Number(iso[3]), today);
  const match = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?$/.exec(text);
  if (!match) return [];
  const order = new Intl.DateTimeFormat(locale).formatToParts(0).map((part) => part.type);
  const monthFirst = order.indexOf("month") < order.indexOf("day");
  const [first, second] = [Number(match[1]), Number(match[2])];
  const [month, day] = monthFirst ? [first, second] : [second, first];
  return withYear(match[3], month - 1, day, today);
}

/** The days a text can mean, the likeliest first; none when it means no day. Understands "end of nov", "+2w", "fri", "11/30". */
export function understandDate(text: string, today: string, locale: string): string[] {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  const readers = [inWords, fromDistance, fromEnd, fromMonthName, fromNumbers];
  for (const read of readers) {
    const days = read(words, today, locale);
    if (days.length > 0) return days;
  }
  return [];
}
