import { quoteValue } from "@/lib/text";
import { type Coerced, type CoerceOptions, emptyOrLong, plainText, refused, value } from "./coerced";
import { formatDecimal, scaledHalfEven } from "./decimal";
import type { NumberStyle } from "./number-style";
import { inStyle, readNumber } from "./read-number";

export interface MoneyOptions extends CoerceOptions {
  /** ISO 4217 code of the column. */
  currency: string;
  style?: NumberStyle;
  /** What one unit in the file stands for: 1,000,000n for “in millions”. */
  multiplier?: bigint;
  /** Smallest amount in minor units that is taken. */
  min?: bigint;
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
const CURRENCY_CODE = /^[A-Z]{3}$/;

const knownDigits = new Map<string, number>();

/** How many digits the minor unit of a currency has: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for no code. */
export function minorDigits(currency: string): number {
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

/** An amount in minor units of the column's currency, exact; halves of a minor unit go to the even neighbour. */
export function coerceMoney(text: string, options: MoneyOptions): Coerced<bigint> {
  const { currency, style = { decimal: "." }, multiplier = 1n, min } = options;
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "an amount", options);
  if (empty) return empty;
  const { amount, mark } = takeMark(plain);
  if (mark !== "" && !marksOf(currency).includes(mark.toUpperCase())) {
    const known = otherCurrency(mark);
    if (known) return refused(`${quoteValue(plain)} is in ${known}, this column in ${currency}.`);
  }
  const read = readNumber(mark === "" || isMark(mark, currency) ? amount : plain, style, "an amount");
  if (!read.ok) return read;
  const minor = scaledHalfEven({ ...read.number, digits: read.number.digits * multiplier }, minorDigits(currency));
  if (minor > LARGEST || minor < -LARGEST) {
    const largest = formatDecimal({ digits: LARGEST, scale: minorDigits(currency) });
    return refused(`${quoteValue(plain)} is more than can be kept; the largest amount is ${largest} ${currency}.`);
  }
  if (min !== undefined && minor < min) {
    const least = inStyle({ digits: min, scale: minorDigits(currency) }, style);
    return refused(`${quoteValue(plain)} is too small; the smallest amount is ${least} ${currency}.`);
  }
  return value(minor);
}

// A sign or code stands before or after the number, inside or outside of its minus or parentheses.
function takeMark(plain: string): { amount: string; mark: string } {
  if (/^[\d.,]+$/.test(plain)) return { amount: plain, mark: "" };
  const front = /^([-(+]?)\s*([^\d\s.,()'’+-][^\d\s,()'’+-]*)\s*(?=[-\d.,(])/u.exec(plain);
  if (front) return { amount: `${front[1] ?? ""}${plain.slice(front[0].length)}`, mark: front[2] ?? "" };
  const back = /(?<=[\d.,)-])\s*([^\d\s.,()'’+-][^\d\s,()'’+-]*?)\s*([)-]?)$/u.exec(plain);
  if (back) return { amount: `${plain.slice(0, back.index)}${back[2] ?? ""}`, mark: back[1] ?? "" };
  return { amount: plain, mark: "" };
}

const marks = new Map<string, string[]>();

// As Intl writes the currency: USD, $, US$, for others kr, zł, CHF.
function marksOf(currency: string): string[] {
  const known = marks.get(currency);
  if (known) return known;
  const written = (["symbol", "narrowSymbol", "code"] as const).map((currencyDisplay) => {
    const parts = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay }).formatToParts(1);
    return parts.find(({ type }) => type === "currency")?.value ?? currency;
  });
  const own = [...written, `${currency.slice(0, 2)}${written[1] ?? ""}`].map((mark) => mark.toUpperCase());
  marks.set(currency, own);
  return own;
}

function isMark(mark: string, currency: string): boolean {
  return marksOf(currency).includes(mark.toUpperCase());
}

const SIGNS: Record<string, string> = {
  $: "dollars",
  "€": "EUR",
  "£": "GBP",
  "¥": "yen or yuan",
  "₹": "INR",
  "₩": "KRW",
};

function otherCurrency(mark: string): string | null {
  const code = mark.toUpperCase();
  if (CURRENCY_CODE.test(code) && Intl.supportedValuesOf("currency").includes(code)) return code;
  return SIGNS[mark] ?? (/^\p{Sc}$/u.test(mark) ? `another currency (${mark})` : null);
}
