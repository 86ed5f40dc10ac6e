import { dayLater, weekdayOf } from "@/lib/working-time";

/** Days of the past that a forecast looks at: each weekday four times. */
export const forecastDays = 28;

interface Known {
  /** The day that is under way, and the last one of the period. */
  today: string;
  until: string;
  /** Use by day; days that are missing had none. */
  daily: ReadonlyMap<string, number>;
}

/**
 * The use to expect on each day from today to the end of the period: as the same weekday had on average within the
 * last 28 days, or all days where that weekday has not been yet. Days before the first use do not count.
 */
export function expectedDays({ today, until, daily }: Known): { day: string; quantity: number }[] {
  const first = [...daily.keys()].sort()[0];
  const past: string[] = [];
  for (let ago = 1; ago <= forecastDays; ago++) {
    const day = dayLater(today, -ago);
    if (first !== undefined && day >= first) past.push(day);
  }
  const average = (days: readonly string[]) =>
    days.length === 0 ? 0 : days.reduce((sum, day) => sum + (daily.get(day) ?? 0), 0) / days.length;
  const overall = average(past);
  const expected: { day: string; quantity: number }[] = [];
  for (let day = today; day <= until; day = dayLater(day, 1)) {
    const alike = past.filter((one) => weekdayOf(one) === weekdayOf(day));
    const usual = alike.length > 0 ? average(alike) : overall;
    expected.push({ day, quantity: day === today ? Math.max(0, usual - (daily.get(today) ?? 0)) : usual });
  }
  return expected;
}

export interface Forecast {
  /** At the end of the period. */
  total: number;
  /** The day on which the limit is reached; null if it is not. */
  reachedOn: string | null;
}

/** The use to expect by the end of a period that began at `from`, and when it reaches a limit. */
export function forecastOf(known: Known & { from: string; limit: number | null }): Forecast {
  const { from, today, daily, limit } = known;
  let total = 0;
  let reachedOn: string | null = null;
  const add = (day: string, quantity: number) => {
    total += quantity;
    if (reachedOn === null && limit !== null && total >= limit && total > 0) reachedOn = day;
  };
  for (let day = from; day <= today; day = dayLater(day, 1)) add(day, daily.get(day) ?? 0);
  for (const { day, quantity } of expectedDays(known)) add(day, quantity);
  return { total, reachedOn };
}

/** The largest part of a budget or a limit that is used, in whole per cent. */
export const shareOf = (used: number, most: number): number => (most === 0 ? 100 : Math.floor((used * 100) / most));

/** The thresholds that a share has passed, the smallest first. */
export const passed = (thresholds: readonly number[], used: number, most: number): number[] =>
  thresholds.filter((threshold) => used * 100 >= most * threshold).sort((a, b) => a - b);
