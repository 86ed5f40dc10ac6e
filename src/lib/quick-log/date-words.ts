import { casual, type ParsedResult } from "chrono-node/en";
import { type DayParts, dayExists, daysInMonth, isoDay, monthName, monthOf, outOfReach } from "@/lib/coerce/calendar";
import { quoteValue } from "@/lib/text";
import { clockOf } from "@/lib/working-time";
import type { Problem, QuickLogOptions, Span } from "./quick-log";

/** Words of a date or a time, with the parts that they name for certain. */
export interface DateWords extends Span {
  text: string;
  day: DayParts | null;
  /** Monday 1 to Sunday 7. */
  weekday: number | null;
  minute: number | null;
  /** The end of a range of times. */
  endMinute: number | null;
  /** Minutes from now, of "in 20 min". */
  ahead: number | null;
}

export interface FoundDates {
  dates: DateWords[];
  problems: Problem[];
}

const minutesOfHour = 60;
const minuteMs = 60_000;
const daysOfWeek = 7;
const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const NUMERIC =
  /(?<![\p{L}\p{N}/.-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{1,2}(?:\/(?:\d{4}|\d{2}))?|\d{1,2}\.\d{1,2}\.\d{4})(?![\p{L}\p{N}/-])/gu;
const RELATIVE = /^(?:in|within|after)\b|\b(?:ago|later|from now)$/i;
const UNITS = /\b(?:min|mins|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|m|d|w|y)\b/i;
const VAGUE = /\b(?:morning|afternoon|evening|tonight|night)\b/i;
// Without a word such as "in" the name of a month may be that of a person.
const MONTH_ALONE = new RegExp(`^${MONTH}\\.?$`, "i");
const BEFORE_MONTH = /\b(?:in|by|until|till|before|since|during)\s+$/i;

const problem = (span: Span, message: string, isResolved = false): Problem => ({
  from: span.from,
  until: span.until,
  message,
  isResolved,
});

/** The dates and times that words name, and those that cannot be: "25pm", "Nov 31". Spans of other parts are masked. */
export function dateWordsOf(text: string, options: QuickLogOptions): FoundDates {
  const found: FoundDates = { dates: [], problems: [] };
  let rest = text;
  for (const { 0: words, index } of text.matchAll(NUMERIC)) {
    const span = { from: index, until: index + words.length };
    if (!isTopic(span, text, found)) numericDate(words, span, options, found);
    rest = masked(rest, span);
  }
  // The library gets the local clock as if it were UTC, and we read no instant of it.
  const instant = new Date(`${clockOf(options.now, options.zone).replace(" ", "T")}Z`);
  for (const result of casual.parse(rest, { instant, timezone: 0 })) {
    const span = { from: result.index, until: result.index + result.text.length };
    if (!isTopic(span, text, found) && !readResult(result, span, rest, instant, options, found)) continue;
    rest = masked(rest, span);
  }
  impossible(rest, options, found);
  return found;
}

const TOPIC = /\b(about|re|regarding|concerning)\s*:?\s+$/i;

/** Whether a date is what the activity is about: "about Friday". It says not when the activity is. */
function isTopic(span: Span, text: string, found: FoundDates): boolean {
  const topic = TOPIC.exec(text.slice(Math.max(0, span.from - 20), span.from))?.[1];
  if (topic === undefined) return false;
  const date = quoteValue(text.slice(span.from, span.until));
  found.problems.push(problem(span, `${date} is read as part of the subject, because it follows “${topic}”.`, true));
  return true;
}

/** The text without the words of a span, in the same length. */
export function masked(text: string, { from, until }: Span): string {
  return text.slice(0, from) + "|".repeat(until - from) + text.slice(until);
}

function numericDate(words: string, span: Span, { order, now, zone }: QuickLogOptions, found: FoundDates): void {
  if (words === "24/7") return;
  const numbers = words.split(/[-/.]/).map(Number);
  const [first = 0, second = 0, third] = numbers;
  const today = clockOf(now, zone);
  const year = third === undefined ? Number(today.slice(0, 4)) : third + (third < 100 ? 2000 : 0);
  const readings: Record<string, DayParts> = {
    ymd: { year: first, month: second, day: third ?? 0 },
    mdy: { year, month: first, day: second },
    dmy: { year, month: second, day: first },
  };
  const possible = ["mdy", "dmy"].filter((one) => dayExists(readings[one] as DayParts));
  const isClear = possible.length === 1 || first === second;
  const known = words.includes("-") ? "ymd" : (order ?? (isClear ? possible[0] : undefined));
  const day = known === undefined ? undefined : readings[known];
  if (day && dayExists(day)) addDay(found, words, span, third === undefined ? nearest(day, today) : day);
  else if (possible.length === 2 && !day) found.problems.push(problem(span, twoReadings(words, readings)));
  else found.problems.push(problem(span, `${quoteValue(words)} is not a date. Write a date such as 2026-11-30.`));
}

/** A day without a year is the one nearest to today, as the library reads "Dec 24". */
function nearest(day: DayParts, today: string): DayParts {
  const distance = (one: DayParts) =>
    Math.abs(Date.parse(isoDay(one)) - Date.parse(today.slice(0, "YYYY-MM-DD".length)));
  const years = [day.year - 1, day.year + 1].map((year) => ({ ...day, year })).filter(dayExists);
  return years.reduce((best, one) => (distance(one) < distance(best) ? one : best), day);
}

function twoReadings(words: string, { mdy, dmy }: Record<string, DayParts>): string {
  const inWords = (day?: DayParts) => (day ? `${monthName(day.month)} ${day.day}` : "");
  return `${quoteValue(words)} can be ${inWords(mdy)} or ${inWords(dmy)}. Write the name of the month.`;
}

function addDay(found: FoundDates, text: string, span: Span, day: DayParts): void {
  const tooFar = outOfReach(day.year);
  if (tooFar !== null) found.problems.push(problem(span, tooFar));
  else found.dates.push({ ...span, text, day, weekday: null, minute: null, endMinute: null, ahead: null });
}

/** Whether a result of the library counts as a date, or as a problem: the rest are words. */
function readResult(
  result: ParsedResult,
  span: Span,
  text: string,
  instant: Date,
  options: QuickLogOptions,
  found: FoundDates,
): boolean {
  const words = result.text;
  const quoted = quoteValue(words);
  const refuse = (message: string) => found.problems.push(problem(span, message)) > 0;
  if (/^for\b/i.test(words))
    return refuse(`${quoted} can be a length or a date. Write “in 2 weeks” for a date, or “for 45m” for a length.`);
  const isRelative = RELATIVE.test(words);
  if (
    !isRelative &&
    UNITS.test(words.replace(/[ap]\.m\b/gi, "")) &&
    /^(?:[-+~]|\d|an?\b|half|one|two|three|few)/i.test(words)
  )
    return false;
  if (MONTH_ALONE.test(words) && !BEFORE_MONTH.test(text.slice(Math.max(0, span.from - 10), span.from))) return false;
  const reason = refusal(result, isRelative, options);
  if (reason !== null) return refuse(`${quoted} ${reason}`);
  const date = partsOf(result, span, instant, isRelative);
  if (date.day === null && date.weekday === null && date.minute === null && date.ahead === null)
    return VAGUE.test(words)
      ? addToday(found, words, span, instant)
      : refuse(`${quoted} names no day. Write a day such as “next Monday” or “Nov 30”.`);
  const tooFar = date.day && outOfReach(date.day.year);
  if (tooFar) return refuse(tooFar);
  if (VAGUE.test(words) && date.minute === null) vague(found, words, span);
  found.dates.push(date);
  return true;
}

function vague(found: FoundDates, words: string, span: Span): void {
  found.problems.push(problem(span, `${quoteValue(words)} names no exact time. Add a time such as 9am.`, true));
}

/** "this afternoon" is a day without a time. */
function addToday(found: FoundDates, words: string, span: Span, instant: Date): true {
  vague(found, words, span);
  const day = { year: instant.getUTCFullYear(), month: instant.getUTCMonth() + 1, day: instant.getUTCDate() };
  addDay(found, words, span, day);
  return true;
}

/** Why the words have no single reading, as it follows them in a sentence; null for those that have one. */
function refusal(
  { text, start, end }: ParsedResult,
  isRelative: boolean,
  { clock, zone }: QuickLogOptions,
): string | null {
  if (/\bmidnight\b/i.test(text)) return "can be the start or the end of a day. Write a time such as 11:59pm.";
  if (!isRelative && start.isCertain("timezoneOffset") && !/^(?:now|next|last|this|past)\b/i.test(text))
    return `names another time zone. Write the time of ${zone}.`;
  if (end && !start.isCertain("hour")) return "covers several days. Write one day.";
  if (/\b(?:next|this|last|past)\s+(?:week|month|quarter|year)$/i.test(text))
    return "names no day. Write a day such as “next Monday” or “Nov 30”.";
  if (isRelative || !start.isCertain("hour") || clock === 24 || /[ap]\.?\s?m\b|noon|now|T\d/i.test(text)) return null;
  const hour = start.get("hour") ?? 0;
  if (hour === 0 || hour > 12 || /\b0\d[:.]/.test(text)) return null;
  return "can be in the morning or in the afternoon. Add am or pm.";
}

const minuteOf = (parts: ParsedResult["start"]): number =>
  (parts.get("hour") ?? 0) * minutesOfHour + (parts.get("minute") ?? 0);

function partsOf(result: ParsedResult, span: Span, instant: Date, isRelative: boolean): DateWords {
  const { start, end, text } = result;
  const day = { year: start.get("year") ?? 0, month: start.get("month") ?? 0, day: start.get("day") ?? 0 };
  const hasTime = start.isCertain("hour") && !VAGUE.test(text.replace(/\d.*/, ""));
  const isClock = isRelative && hasTime;
  const at = Date.UTC(day.year, day.month - 1, day.day) + minuteOf(start) * minuteMs;
  const weekday = start.isCertain("weekday") && !isRelative ? start.get("weekday") || daysOfWeek : null;
  return {
    ...span,
    text,
    day: start.isCertain("day") ? day : null,
    weekday,
    minute: hasTime && !isClock ? minuteOf(start) : null,
    endMinute: hasTime && end ? minuteOf(end) : null,
    ahead: isClock ? Math.round((at - instant.getTime()) / minuteMs) : null,
  };
}

const TIMES = /(?<![\p{L}\p{N}:.,])(?:\d{1,4}(?:[:.]\d{1,2})?\s?(?:[ap]m|[ap]\.m\.)|\d{1,2}:\d{2})(?![\p{L}\p{N}])/giu;
const DAY_OF_MONTH = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(${MONTH})\\.?\\s+(\\d{1,2})|(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH}))(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?(?![\\p{L}\\p{N}])`,
  "giu",
);
const NAMELESS =
  /(?:\b(?:on|by|until|before)\s+(?:the\s+)?|\|\s)(\d{1,2}(?:st|nd|rd|th))(?!\s*\p{L}+\s+\d)(?![\p{L}\p{N}])/giu;

/** Words in the form of a date or time that none of the calendars and clocks has. */
function impossible(text: string, { now, zone }: QuickLogOptions, found: FoundDates): void {
  const at = (index: number, words: string) => ({ from: index, until: index + words.length });
  for (const { 0: words, index } of text.matchAll(TIMES)) {
    const message = `${quoteValue(words)} is not a time. Write a time such as 3pm or 15:00.`;
    found.problems.push(problem(at(index, words), message));
  }
  for (const match of text.matchAll(DAY_OF_MONTH)) {
    const { 0: words, index, 5: yearText } = match;
    const month = monthOf((match[1] ?? match[4] ?? "").toLowerCase().replace("sept", "sep")) ?? 1;
    const year = Number(yearText ?? clockOf(now, zone).slice(0, 4));
    const days = daysInMonth(year, month);
    const message = `${quoteValue(words)} does not exist; ${monthName(month)} ${year} has ${days} days.`;
    if (Number(match[2] ?? match[3]) > days || Number(match[2] ?? match[3]) === 0)
      found.problems.push(problem(at(index, words), message));
  }
  for (const { 0: words, 1: ordinal = "", index } of text.matchAll(NAMELESS)) {
    const from = index + words.length - ordinal.length;
    found.problems.push(
      problem(at(from, ordinal), `${quoteValue(ordinal)} names no month. Write a date such as Nov 30.`),
    );
  }
}
