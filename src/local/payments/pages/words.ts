import { moneyOf } from "../engine/lines";

/** `$4,586.40`, and `$290` where nothing comes after the point. */
export function shortMoney(minor: string | number, currency: string): string {
  return moneyOf(minor, currency).replace(/\.00$/, "");
}

/** `Mar 1, 2027` */
export function dayWords(time: number): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "medium" }).format(time * 1000);
}

/** `Mar 1, 2026, 9:02 AM` */
export function momentWords(time: number): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" }).format(
    time * 1000,
  );
}

/** `year`, `month`, `3 months` */
export function intervalWords({
  interval,
  interval_count: count,
}: {
  interval: string;
  interval_count: number;
}): string {
  return count === 1 ? interval : `${count} ${interval}s`;
}
