import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { sharedScope } from "@/server/scope";

/** Whose working hours these are; a key without a member has none. */
export function workerOf(ctx: Ctx): string {
  const memberId = memberOf(ctx.actor);
  if (!memberId) throw new AppError("FORBIDDEN", "Working hours belong to a member.");
  return memberId;
}

/** The calendars of the workspace, and those of members to themselves. */
function visibleCalendars(ctx: Ctx): Prisma.CalendarWhereInput {
  if (ctx.actor.type === "system") return {};
  const memberId = memberOf(ctx.actor);
  const shared = { kind: { not: "own" } };
  return memberId ? { OR: [shared, { members: { some: { id: memberId } } }] } : shared;
}

/** Everybody sees the calendars of the workspace. Only the member sees the calendar with their own hours and its labels. */
export const calendarScope = sharedScope({
  entity: "calendar",
  noun: "calendar",
  edit: "calendar:manage",
  load: (ctx, ids) =>
    ctx.db.calendar.findMany({ where: { AND: [{ id: { in: ids } }, visibleCalendars(ctx)] }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.calendar.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "calendars",
});
