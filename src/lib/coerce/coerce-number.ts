import { counted, plainLocale } from "@/lib/counted";
import { quoteValue } from "@/lib/text";
import { type Coerced, emptyOrLong, plainText, refused, value } from "./coerced";
import { formatDecimal, parseDecimal, scaledHalfEven } from "./decimal";
import type { NumberStyle } from "./number-style";
import { inStyle, readNumber } from "./read-number";

export interface NumberOptions {
  style?: NumberStyle;
  /** Accepts a percent sign at the end: 50% is 50. */
  percent?: boolean;
  /** The place of the number in error messages: "this column". */
  place?: string;
}

/** A whole number, at most 2^53 − 1 in size. */
export function coerceInteger(text: string, options: NumberOptions = {}): Coerced<number> {
  const read = coerceDecimal(text, options);
  if (!read.ok || read.value === null) return read.ok ? { ok: true, value: null } : read;
  if (read.value.includes(".")) return refused(`${quoteValue(plainText(text))} is not a whole number.`);
  const whole = Number(read.value);
  if (!Number.isSafeInteger(whole)) return refused(`${quoteValue(plainText(text))} is too large.`);
  return value(whole);
}

/** A number with at most so many decimals; the nearest such one is suggested for others. */
export function coerceNumber(text: string, decimals: number, options: NumberOptions = {}): Coerced<number> {
  const read = coerceDecimal(text, options);
  const number = read.ok && read.value !== null ? parseDecimal(read.value) : null;
  if (number === null) return read.ok ? { ok: true, value: null } : read;
  if (number.scale <= decimals) return value(Number(formatDecimal(number)));
  const rounded = { digits: scaledHalfEven(number, decimals), scale: decimals };
  const words = counted(decimals, { one: "decimal", many: "decimals" }, plainLocale);
  return refused(`${quoteValue(plainText(text))} has more than ${words}.`, inStyle(rounded, options.style ?? point));
}

const point: NumberStyle = { decimal: "." };

/** A number of any length, exactly, in plain notation: `1100.04`. */
export function coerceDecimal(text: string, options: NumberOptions = {}): Coerced<string> {
  const plain = options.percent ? plainText(plainText(text).replace(/%$/, "")) : plainText(text);
  const empty = emptyOrLong(plain, "a number");
  if (empty) return empty;
  const read = readNumber(plain, options.style, undefined, options.place);
  if (!read.ok) return read;
  return value(formatDecimal(read.number));
}
