import "server-only";
import { hoursOfAll } from "@/modules/platform/history/notifications/mails/operations/hours";
import type { Ctx } from "@/server/context";

/** The zone of an assignee; of nobody that of the workspace. */
export type ZoneOf = (ownerId: string | null) => string;

/** The zones of these assignees, in at most one statement. */
export async function zonesOf(ctx: Ctx, ownerIds: readonly string[]): Promise<ZoneOf> {
  const ids = [...new Set(ownerIds)];
  const hours = ids.length > 0 ? await hoursOfAll(ctx, ids) : null;
  return (ownerId) => (hours && ownerId !== null ? hours(ownerId).zone : ctx.tenant.timeZone);
}
