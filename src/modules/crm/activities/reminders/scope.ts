import "server-only";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";

/** The zone of an assignee; of nobody that of the workspace. */
export type ZoneOf = (ownerId: string | null) => string;

/** The zones of these assignees, in at most one statement. */
export async function zonesOf(ctx: Ctx, ownerIds: readonly string[]): Promise<ZoneOf> {
  const ids = [...new Set(ownerIds)];
  const calendarOf = ids.length > 0 ? await calendarsOf(ctx, ids) : null;
  return (ownerId) => (calendarOf && ownerId !== null ? calendarOf(ownerId).zone : ctx.tenant.timeZone);
}
