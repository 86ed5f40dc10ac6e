import { quoteValue } from "@/lib/text";
import { notA, plainText, refused } from "./coerced";
import { type Decimal, formatDecimal, parseDecimal } from "./decimal";
import { type NumberStyle, toPlainNotation } from "./number-style";

export type NumberRead = { ok: true; number: Decimal } | { ok: false; reason: string; suggestion?: string };

// Letters that are mistyped or misread for digits.
const LOOK_ALIKES: Record<string, string> = { o: "0", l: "1", i: "1", "|": "1", z: "2", s: "5", b: "8" };
const MULTIPLES: readonly [RegExp, string][] = [
  [/^(.*\d)\s*(?:k|thousand)$/i, "e3"],
  [/^(.*\d)\s*(?:m|mio\.?|mn|million)$/i, "e6"],
  [/^(.*\d)\s*(?:b|bn|mrd\.?|billion)$/i, "e9"],
];

// Digits alone mean the same in every style.
const DIGITS = /^\d{1,15}$/;

/**
 * Reads the number in a cell's text, exactly. `kind` names the expected value, “a number” or “an amount”, and `place`
 * where it is.
 */
export function readNumber(
  text: string,
  style: NumberStyle = { decimal: "." },
  kind = "a number",
  place = "this column",
): NumberRead {
  if (DIGITS.test(text)) return { ok: true, number: { digits: BigInt(text), scale: 0 } };
  const plain = signInFront(plainText(text));
  const number = numberOf(plain, style);
  if (number) return { ok: true, number };
  return otherStyle(plain, style, place) ?? lookAlikes(plain, style) ?? multiple(plain, style) ?? notA(kind, plain);
}

function numberOf(plain: string, style: NumberStyle): Decimal | null {
  const notation = toPlainNotation(plain, style);
  return notation === null ? null : parseDecimal(notation);
}

// Accounting writes −12 as (12) or 12-.
function signInFront(text: string): string {
  const negative = /^\((.+)\)$/s.exec(text)?.[1] ?? /^([\d.,\s'’]+)-$/s.exec(text)?.[1];
  return (negative === undefined ? text : `-${negative.trim()}`).replace(/^([-+])\s+/, "$1");
}

function otherStyle(plain: string, style: NumberStyle, place: string): NumberRead | null {
  const number = numberOf(plain, { decimal: style.decimal === "." ? "," : "." });
  if (!number) return null;
  const [here, there] = style.decimal === "." ? ["point", "comma"] : ["comma", "point"];
  return refused(
    `${quoteValue(plain)} has a decimal ${there}, but ${place} uses a decimal ${here}.`,
    inStyle(number, style),
  );
}

function lookAlikes(plain: string, style: NumberStyle): NumberRead | null {
  const letters = plain.match(/[\p{L}|]/gu) ?? [];
  const digits = plain.match(/\d/g) ?? [];
  if (letters.length === 0 || letters.length > digits.length) return null;
  const mended = numberOf(
    plain.replace(/[\p{L}|]/gu, (letter) => LOOK_ALIKES[letter.toLowerCase()] ?? letter),
    style,
  );
  if (!mended) return null;
  const suggestion = inStyle(mended, style);
  const found = letters.length === 1 ? "This number contains a letter." : "This number contains letters.";
  return refused(`${found} Did you mean ${suggestion}?`, suggestion);
}

function multiple(plain: string, style: NumberStyle): NumberRead | null {
  for (const [pattern, exponent] of MULTIPLES) {
    const number = toPlainNotation(pattern.exec(plain)?.[1] ?? "", style);
    const full = number === null || number === "" ? null : parseDecimal(`${number}${exponent}`);
    if (!full) continue;
    const suggestion = inStyle(full, style);
    return refused(`${quoteValue(plain)} is an abbreviation. Did you mean ${suggestion}?`, suggestion);
  }
  return null;
}

/** A number as this column writes it, without grouping. */
export function inStyle(number: Decimal, { decimal }: NumberStyle): string {
  return formatDecimal(number).replace(".", decimal);
}
