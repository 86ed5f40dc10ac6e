import { numberFormat } from "@/lib/intl";
import type { MoneyFormatOptions } from "@/lib/money";
import { coerceMoney, currencyIn } from "./coerce-money";
import { coerceDecimal } from "./coerce-number";
import type { Coerced } from "./coerced";
import type { NumberStyle } from "./number-style";

const place = "this field";

/** Which of point and comma separates the fraction of numbers in a locale. */
export const numberStyleOf = (locale: string): NumberStyle => styleOf(numberFormat(locale));

function styleOf(format: Intl.NumberFormat): NumberStyle {
  const parts = format.formatToParts(1_234.5);
  return { decimal: parts.find(({ type }) => type === "decimal")?.value === "," ? "," : "." };
}

/** A number as users type it in their locale; k and m mean thousands and millions. `percent` reads 50% as 50. */
export function readTypedNumber(text: string, locale: string, percent = false): Coerced<string> {
  const read = marksRead(text, numberFormat(locale), locale);
  return coerceDecimal(read.text, { style: read.style, place, percent });
}

/** An amount as users of the workspace type it, in minor units of its currency. */
export function readTypedMoney(text: string, currency: string, at: MoneyFormatOptions): Coerced<bigint> {
  const format = numberFormat(at.locale, { style: "currency", currency, minimumFractionDigits: 1 });
  const read = marksRead(text, format, at.locale);
  return coerceMoney(read.text, { currency, style: read.style, at, place });
}

/** The currency of a typed amount where any currency is allowed: `€4,200` in a workspace of dollars is EUR. */
export function typedCurrency(text: string, at: MoneyFormatOptions): string {
  return currencyIn(marksRead(text, numberFormat(at.locale), at.locale).text, at);
}

// Digits and signs of other scripts as plain ones, and which of point and comma separates the fraction.
function marksRead(text: string, format: Intl.NumberFormat, locale: string): { text: string; style: NumberStyle } {
  const digits = Array.from(numberFormat(locale, { useGrouping: false }).format(9_876_543_210)).reverse();
  const plain = Array.from(text, (sign) => {
    const digit = digits.indexOf(sign);
    return digit < 0 ? sign : String(digit);
  }).join("");
  const short = (_: string, letter: string) => (letter.toLowerCase() === "k" ? "e3" : "e6");
  return {
    text: plain
      .replaceAll("٫", ".")
      .replaceAll("٬", ",")
      .replace(/(?<=\d[.,]?)\s*([km])(?!\p{L})/iu, short),
    style: styleOf(format),
  };
}
