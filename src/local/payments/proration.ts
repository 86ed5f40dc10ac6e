import type { Period } from "./calendar";
import { type Exact, exact, rounded, share, times } from "./exact";

/** The part that is given back, from a moment on, of an amount that was billed for a time. */
export function credit(billed: Period & { net: number }, at: number): number {
  const from = Math.max(at, billed.start);
  if (from >= billed.end) return 0;
  const back = rounded(times(exact(billed.net), share(billed.end - from, billed.end - billed.start)));
  // A number of its own: minus nothing is nothing.
  return back === 0 ? 0 : -back;
}

/** The price of a new state for the rest of a period, not rounded yet. */
export const remaining = (whole: Exact, { start, end }: Period, at: number): Exact =>
  times(whole, share(end - at, end - start));
