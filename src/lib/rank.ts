import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

/**
 * A rank that sorts after `a` and before `b`; null means open on that side. Ranks are compared byte by byte (COLLATE
 * "C" in the database, `<` in JavaScript), never by locale. Throws when a bound is not a rank or both are the same.
 */
export function rankBetween(a: string | null, b: string | null): string {
  return generateKeyBetween(a, b);
}

/** `n` ranks in ascending byte order between `a` and `b`; same bounds and errors as `rankBetween`. */
export function ranksBetween(a: string | null, b: string | null, n: number): string[] {
  if (!Number.isInteger(n) || n < 0) throw new RangeError("The number of ranks must be a whole number from 0.");
  return generateNKeysBetween(a, b, n);
}
