import { quoteValue } from "@/lib/text";
import { type DayParts, dayExists, daySerial, daysInMonth, isoDay, monthName, monthOf, outOfReach } from "./calendar";
import { type Coerced, emptyOrLong, notA, plainText, refused, value } from "./coerced";
import { type DateOrder, digitParts, withoutTime } from "./date-order";

export interface DateOptions {
  /** Order of the column, detected or chosen. Without it 03/04/2017 is refused because it can mean two days. */
  order?: DateOrder | null;
  /** Reads bare numbers as Excel's serial numbers (1900 system). */
  excelSerial?: boolean;
}

const ORDER_WORDS: Record<DateOrder, string> = {
  ymd: "year, month, day",
  dmy: "day, month, year",
  mdy: "month, day, year",
};
const WEEKDAY = /^\p{L}{2,}\.?,\s*/u;

/** A calendar date without zone as `YYYY-MM-DD`; a time of day is dropped. */
export function coerceDate(text: string, options: DateOptions = {}): Coerced<string> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "a date");
  if (empty) return empty;
  const day = withoutTime(plain);
  if (/^\d{1,7}([.,]\d+)?$/.test(day) && !/^\d{8}$/.test(day)) return fromSerial(day, options);
  const parts = digitParts(day);
  if (parts && Number(parts.second) > 0) return fromDigits(day, parts, options);
  const named = inWords(day);
  return named ? checked(day, named) : notA("a date", plain);
}

function fromSerial(text: string, options: DateOptions): Coerced<string> {
  const serial = Number(text.replace(",", "."));
  const day = daySerial(serial);
  if (options.excelSerial && day) return checked(text, day);
  // Serial numbers of the years 1954 to 2119; other numbers are unlikely to be dates.
  if (!day || serial < 20_000 || serial > 80_000) return notA("a date", text);
  return refused(`${quoteValue(text)} is a number. As an Excel date it means ${isoDay(day)}.`, isoDay(day));
}

function fromDigits(
  text: string,
  parts: NonNullable<ReturnType<typeof digitParts>>,
  options: DateOptions,
): Coerced<string> {
  const numbers = [parts.first, parts.second, parts.third].map(Number);
  const [first = 0, second = 0, third = 0] = numbers;
  if (parts.first.length >= 3) return checked(text, { year: first, month: second, day: third });
  if (parts.third.length === 3) return notA("a date", text);
  const year = fullYear(parts.third);
  const dayFirst = { year, month: second, day: first };
  const monthFirst = { year, month: first, day: second };
  const order = options.order ?? onlyOrder(dayFirst, monthFirst);
  if (order === null) {
    return refused(
      `${quoteValue(text)} can be ${inEnglish(dayFirst)} or ${inEnglish(monthFirst)}. Choose the order of day and month for this column.`,
    );
  }
  if (order === "ymd" && parts.third.length > 2) return yearLast(text, dayFirst, monthFirst);
  if (order === "ymd") return checked(text, { year: fullYear(parts.first), month: second, day: third });
  const [meant, other] = order === "dmy" ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  if (meant.month > 12 && dayExists(other)) {
    return refused(
      `${quoteValue(text)} is not in the order ${ORDER_WORDS[order]}. Did you mean ${isoDay(other)}?`,
      isoDay(other),
    );
  }
  return checked(text, meant);
}

/** A date that ends with its year, in a column whose dates begin with it. */
function yearLast(text: string, dayFirst: DayParts, monthFirst: DayParts): Coerced<string> {
  const reason = `${quoteValue(text)} is not in the order ${ORDER_WORDS.ymd}.`;
  const meant = onlyOrder(dayFirst, monthFirst) === "dmy" ? dayFirst : monthFirst;
  if (onlyOrder(dayFirst, monthFirst) === null || !dayExists(meant)) return refused(reason);
  return refused(`${reason} Did you mean ${isoDay(meant)}?`, isoDay(meant));
}

function onlyOrder(dayFirst: DayParts, monthFirst: DayParts): DateOrder | null {
  if (monthFirst.month > 12 || dayFirst.day === dayFirst.month) return "dmy";
  return dayFirst.month > 12 ? "mdy" : null;
}

// 70 to 99 mean the last century, 00 to 69 this one.
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year >= 70 ? 1900 + year : 2000 + year;
}

function inWords(text: string): DayParts | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) };
  const words = text.replace(WEEKDAY, "");
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+|of\s+)?(\p{L}+\.?)[\s,-]*(?:de\s+|del\s+)?(\d{4}|\d{2})$/iu.exec(
      words,
    );
  const monthFirst = /^(\p{L}+\.?)[\s-]*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[\s-]+)(\d{4}|\d{2})$/iu.exec(words);
  const [dayText, nameText, yearText] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  const month = nameText === undefined ? null : monthOf(nameText);
  return month === null || !dayText || !yearText ? null : { year: fullYear(yearText), month, day: Number(dayText) };
}

function checked(text: string, parts: DayParts): Coerced<string> {
  const { year, month, day } = parts;
  const swapped = { year, month: day, day: month };
  if (month > 12 && dayExists(swapped)) {
    return refused(`${text} does not exist; a year has 12 months. Did you mean ${isoDay(swapped)}?`, isoDay(swapped));
  }
  if (month > 12 || month < 1) return refused(`${text} does not exist; a year has 12 months.`);
  if (!dayExists(parts)) {
    const last = daysInMonth(year, month);
    const reason = `${text} does not exist; ${monthName(month)} ${year} has ${last} days.`;
    return day > last ? refused(reason, isoDay({ year, month, day: last })) : refused(reason);
  }
  const tooFar = outOfReach(year);
  return tooFar === null ? value(isoDay(parts)) : refused(tooFar);
}

function inEnglish({ year, month, day }: DayParts): string {
  return `${monthName(month)} ${day}, ${year}`;
}
