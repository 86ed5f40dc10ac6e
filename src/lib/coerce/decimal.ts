/** An exact decimal number: `digits` × 10^−`scale`. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

// More than any amount or measure needs; a hostile “1e999999999” must not fill the memory.
const MAX_SCALE = 60;

/** Reads plain notation (`-12.50`, `1.2e5`); null for anything else and for extreme sizes. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([-+]?)(\d{1,60})?(?:\.(\d{0,60}))?(?:[eE]([-+]?\d{1,3}))?$/.exec(text);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MAX_SCALE) return null;
  const digits = BigInt(`${whole}${fraction}`) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { digits: sign === "-" ? -digits : digits, scale: Math.max(scale, 0) };
}

/** `decimal` × 10^`places` as a whole number, rounding halves to the even neighbour. */
export function scaledHalfEven({ digits, scale }: Decimal, places: number): bigint {
  const shift = places - scale;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  return quotientHalfEven(digits, 10n ** BigInt(-shift));
}

/** `divisor` is above zero. */
function quotientHalfEven(digits: bigint, divisor: bigint): bigint {
  const magnitude = digits < 0n ? -digits : digits;
  const quotient = magnitude / divisor;
  const doubled = (magnitude % divisor) * 2n;
  const up = doubled > divisor || (doubled === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return digits < 0n ? -rounded : rounded;
}

/** Shortest plain notation: `1100.04`, `-0.5`, `12`. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = magnitude.slice(0, magnitude.length - scale);
  const fraction = magnitude.slice(magnitude.length - scale).replace(/0+$/, "");
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The exact product. */
export const multiplied = (one: Decimal, other: Decimal): Decimal => ({
  digits: one.digits * other.digits,
  scale: one.scale + other.scale,
});

/** `one` ÷ `other` with at most so many decimals, half to the even neighbour. `other` is above zero. */
export const divided = (one: Decimal, other: Decimal, places: number): Decimal => ({
  digits: quotientHalfEven(one.digits * 10n ** BigInt(other.scale + places), other.digits * 10n ** BigInt(one.scale)),
  scale: places,
});
