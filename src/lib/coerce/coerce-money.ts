import { numberFormat } from "@/lib/intl";
import { formatMoney, type MoneyFormatOptions, minorDigits } from "@/lib/money";
import { quoteValue } from "@/lib/text";
import { type Coerced, emptyOrLong, plainText, refused, value } from "./coerced";
import { scaledHalfEven } from "./decimal";
import type { NumberStyle } from "./number-style";
import { readNumber } from "./read-number";

export interface MoneyOptions {
  /** ISO 4217 code of the column. */
  currency: string;
  style?: NumberStyle;
  /** The value of one unit in the file: 1,000,000n for “in millions”. */
  multiplier?: bigint;
  /** The workspace's number format: amounts are read and shown with it. */
  at?: MoneyFormatOptions;
  /** The place of the amount in error messages: "this column". */
  place?: string;
}

const codes: MoneyFormatOptions = { locale: "en", currency: "" };

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const CURRENCY_CODE = /^[A-Z]{3}$/;

/** An amount in minor units of the column's currency, exact; half a minor unit rounds to the even neighbour. */
export function coerceMoney(text: string, options: MoneyOptions): Coerced<bigint> {
  const { currency, style = { decimal: "." }, multiplier = 1n, at = codes, place = "this column" } = options;
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "an amount");
  if (empty) return empty;
  const { amount, mark } = takeMark(plain);
  const own = mark === "" || marksOf(currency, at.locale).includes(mark.toUpperCase());
  const other = own ? null : otherCurrency(mark);
  if (other) return refused(`${quoteValue(plain)} is in ${other}, ${place} in ${currency}. Convert it to ${currency}.`);
  const read = readNumber(own ? amount : plain, style, "an amount", place);
  if (!read.ok) return read;
  const minor = scaledHalfEven({ ...read.number, digits: read.number.digits * multiplier }, minorDigits(currency));
  if (minor > LARGEST || minor < -LARGEST) {
    const largest = formatMoney(Number(LARGEST), currency, at);
    return refused(`${quoteValue(plain)} is too large; the largest amount is ${largest}.`);
  }
  return value(minor);
}

/** The currency that a text names by a sign or code of only one currency; otherwise the workspace's. */
export function currencyIn(text: string, at: MoneyFormatOptions): string {
  return currencyOfMark(takeMark(plainText(text)).mark, at) ?? at.currency;
}

/**
 * The currency of a sign or code: the workspace's if it is written so, else the only currency that is; null for other
 * signs.
 */
export function currencyOfMark(mark: string, at: MoneyFormatOptions): string | null {
  if (mark === "") return null;
  if (marksOf(at.currency, at.locale).includes(mark.toUpperCase())) return at.currency;
  const other = otherCurrency(mark);
  return other && CURRENCY_CODE.test(other) ? other : null;
}

// A sign or code stands before or after the number, inside or outside its minus or parentheses.
function takeMark(plain: string): { amount: string; mark: string } {
  if (/^[\d.,]+$/.test(plain)) return { amount: plain, mark: "" };
  const front = /^([-(+]?)\s*([^\d\s.,()'’+-][^\d\s,()'’+-]*)\s*(?=[-\d.,(])/u.exec(plain);
  if (front) return { amount: `${front[1] ?? ""}${plain.slice(front[0].length)}`, mark: front[2] ?? "" };
  const back = /(?<=[\d.,)-])\s*([^\d\s.,()'’+-][^\d\s,()'’+-]*?)\s*([)-]?)$/u.exec(plain);
  if (back) return { amount: `${plain.slice(0, back.index)}${back[2] ?? ""}`, mark: back[1] ?? "" };
  return { amount: plain, mark: "" };
}

const displays = ["symbol", "narrowSymbol", "code"] as const;
const marks = new Map<string, string[]>();

// The forms of a currency in Intl, in English and in its own countries: USD, $, US$, for others kr, kr., zł, CHF.
function marksOf(currency: string, locale: string): string[] {
  const key = `${currency} ${locale}`;
  const known = marks.get(key);
  if (known) return known;
  const written = ["en", locale].flatMap((of) => displays.map((display) => markIn(of, currency, display)));
  const own = [...written, `${currency.slice(0, 2)}${written[1] ?? ""}`].map((mark) => mark.toUpperCase());
  marks.set(key, own);
  return own;
}

function markIn(locale: string, currency: string, currencyDisplay: (typeof displays)[number]): string {
  const parts = numberFormat(locale, { style: "currency", currency, currencyDisplay }).formatToParts(1);
  return (parts.find(({ type }) => type === "currency")?.value ?? currency).replace(/\p{Bidi_Control}/gu, "");
}

// Signs that several currencies share.
const SHARED = new Map([
  ["$", "dollars"],
  ["¥", "yen or yuan"],
]);

let signs: ReadonlyMap<string, string> | undefined;

// In English each other currency has its own sign: €, £, ₹, CA$, A$.
function signsOfAll(): ReadonlyMap<string, string> {
  signs ??= new Map(Intl.supportedValuesOf("currency").map((code) => [markIn("en", code, "symbol"), code]));
  return signs;
}

function otherCurrency(mark: string): string | null {
  const code = mark.toUpperCase();
  if (CURRENCY_CODE.test(code) && Intl.supportedValuesOf("currency").includes(code)) return code;
  const dollars = /^[A-Z]{2}(?=\$$)/.exec(code)?.[0];
  if (dollars && Intl.supportedValuesOf("currency").includes(`${dollars}D`)) return `${dollars}D`;
  return SHARED.get(mark) ?? signsOfAll().get(code) ?? (/^\p{Sc}$/u.test(mark) ? `another currency (${mark})` : null);
}
