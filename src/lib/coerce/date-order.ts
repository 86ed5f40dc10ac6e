import { plainText } from "./coerced";

/** The order in which a column writes year, month and day. */
export type DateOrder = "ymd" | "dmy" | "mdy";

export interface DetectedDateOrder {
  /** Null when the column holds no dates in digits, or when day and month cannot be distinguished. */
  order: DateOrder | null;
  /** True when all dates fit both day/month and month/day: a person has to choose. */
  ambiguous: boolean;
}

const DIGITS = /^(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,4})$/;
// The time of day is dropped from a date: 2016-10-20T13:45:00Z, 20/10/2016 1:45 PM.
const TIME =
  /(?:[T\s]|,\s)\s*(?:um\s|at\s|à\s)?\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?|Uhr)?\s*(Z|[-+]\d{2}:?\d{2}|[A-Z]{2,4}T|UTC)?$/i;

/** The date part of a date with time. */
export function withoutTime(text: string): string {
  return text.replace(TIME, "").trim();
}

/** The three numbers of a date in digits, with their separator. */
export function digitParts(text: string): { first: string; second: string; third: string; sign: string } | null {
  const match = DIGITS.exec(text);
  if (!match) return null;
  const [, first = "", sign = "", second = "", third = ""] = match;
  return { first, second, third, sign };
}

/** Whether a column counts days as spreadsheets do, all within the years 1954 to 2119. */
export function areDaySerials(samples: readonly string[]): boolean {
  const filled = samples.map(plainText).filter((text) => text !== "");
  const serial = (text: string) => /^\d{5}([.,]\d+)?$/.test(text) && text >= "20000" && text < "80000";
  return filled.length > 0 && filled.every(serial);
}

/** The order of a whole column: one date that fits only one order decides for all. */
export function detectDateOrder(samples: readonly string[]): DetectedDateOrder {
  const votes = { ymd: 0, dmy: 0, mdy: 0 };
  let open = 0;
  let points = 0;
  for (const sample of samples) {
    const parts = digitParts(withoutTime(plainText(sample)));
    if (!parts) continue;
    const [first, second] = [Number(parts.first), Number(parts.second)];
    if (parts.first.length === 4) votes.ymd += 1;
    else if (first > 12 && first <= 31 && second <= 12) votes.dmy += 1;
    else if (second > 12 && second <= 31 && first <= 12) votes.mdy += 1;
    else open += 1;
    if (parts.sign === ".") points += 1;
  }
  if (votes.ymd > votes.dmy + votes.mdy + open) return { order: "ymd", ambiguous: false };
  if (votes.dmy !== votes.mdy) return { order: votes.dmy > votes.mdy ? "dmy" : "mdy", ambiguous: false };
  // With points as separators only days come first.
  if (points > 0 && points === open) return { order: "dmy", ambiguous: false };
  return { order: null, ambiguous: open > 0 || votes.dmy > 0 };
}
