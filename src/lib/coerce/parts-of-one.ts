import { coerceDecimal } from "./coerce-number";
import { type Coerced, plainText, value } from "./coerced";
import { parseDecimal, scaledHalfEven } from "./decimal";
import type { NumberStyle } from "./number-style";

/**
 * Whether a column writes percentages as fractions, 0.35 for 35 %: all lie between 0 and 1, and not only at the ends.
 */
export function arePartsOfOne(samples: readonly string[], style: NumberStyle): boolean {
  const filled = samples.map(plainText).filter((text) => text !== "");
  const numbers = filled.map((text) => {
    const read = coerceDecimal(text, { style });
    return read.ok ? Number(read.value) : Number.NaN;
  });
  return numbers.every((one) => one >= 0 && one <= 1) && numbers.some((one) => one > 0 && one < 1);
}

/** A percentage that is written as a fraction, in whole per cent. */
export function coercePartOfOne(text: string, style: NumberStyle): Coerced<number> {
  const read = coerceDecimal(text, { style });
  const number = read.ok && read.value !== null ? parseDecimal(read.value) : null;
  if (number === null) return read.ok ? { ok: true, value: null } : read;
  return value(Number(scaledHalfEven(number, 2)));
}
