import "server-only";
import { type MeterKey, monthlyLimitOf } from "@/lib/meters";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import type { Ctx } from "../context.ts";

/** The month of an instant in a time zone, "2026-11". */
export const monthOf = (at: Date, zone: string): string => localDay(at, zone).slice(0, "2026-11".length);

/** The month after another one. */
export const nextMonth = (month: string): string => dayLater(`${month}-28`, 4).slice(0, month.length);

/** The month before another one. */
export const monthBefore = (month: string): string => dayLater(`${month}-01`, -1).slice(0, month.length);

/** The first instant of a month, and that of the next one. */
export function monthSpan(month: string, zone: string): { from: Date; until: Date } {
  return { from: momentOfDay(`${month}-01`, 0, zone), until: momentOfDay(`${nextMonth(month)}-01`, 0, zone) };
}

/** The most of a meter in a month; null for no limit. */
export function monthlyLimit(ctx: Pick<Ctx, "entitlements">, meter: MeterKey): number | null {
  const key = monthlyLimitOf(meter);
  return key === null ? null : ctx.entitlements.limit(key);
}
