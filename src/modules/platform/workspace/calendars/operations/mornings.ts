import "server-only";
import { type Due, earliest } from "@/lib/due";
import { daysBegun, slotOf } from "@/lib/mornings";
import { nextWorkStart } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { workingCalendars } from "./resolve";

/** The days that have begun: the earliest and the latest of them. */
export interface MorningDays {
  day: string;
  lastDay: string;
}

/** Something is due when a member's working day begins, where there is any of it on the days that have begun. */
export async function morningsDue(ctx: Ctx, now: Date, isThere: (days: MorningDays) => Promise<boolean>): Promise<Due> {
  const calendars = (await workingCalendars(ctx)).map(({ calendar }) => calendar);
  const days = daysBegun(calendars, now);
  const [day = null, ...others] = [...days.values()].sort();
  const isAny = day !== null && (await isThere({ day, lastDay: others.at(-1) ?? day }));
  return { slots: isAny ? [...days.keys()] : [], next: earliest(calendars.map((one) => nextWorkStart(one, now))) };
}

/** The day of a sweep, and the members whose it is. */
export async function morningOf(ctx: Ctx, sweepId: string): Promise<{ day: string; memberIds: string[] } | null> {
  const sweep = await ctx.db.sweep.findFirst({ where: { id: sweepId }, select: { slot: true } });
  if (!sweep) return null;
  const day = sweep.slot.slice(0, "2026-11-20".length);
  const theirs = (await workingCalendars(ctx)).filter(({ calendar }) => slotOf(calendar, day) === sweep.slot);
  return theirs.length === 0 ? null : { day, memberIds: theirs.map(({ memberId }) => memberId) };
}
