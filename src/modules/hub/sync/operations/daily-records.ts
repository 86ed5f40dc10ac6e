import "server-only";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";

/** How many records of a connection were written today on either side, and when the next day begins, by the zone of the workspace. */
export async function dailyRecords(ctx: Ctx, connectionId: string): Promise<{ used: number; resetsAt: Date }> {
  const { timeZone } = ctx.tenant;
  const today = localDay(new Date(), timeZone);
  const [row] = await tenantRows<{ used: number }>(ctx)`
    select coalesce(sum(
      (r.counts->>'createdHere')::int + (r.counts->>'createdThere')::int
      + (r.counts->>'updatedHere')::int + (r.counts->>'updatedThere')::int), 0)::int as used
    from sync_runs r join sync_objects o on o.tenant_id = r.tenant_id and o.id = r.object_id
    where r.tenant_id = ${ctx.tenant.id}::uuid and o.connection_id = ${connectionId}::uuid and r.kind <> 'rehearsal'
      and r.started_at >= ${momentOfDay(today, 0, timeZone).toISOString()}::timestamptz and r.counts ? 'createdHere'`;
  return { used: row?.used ?? 0, resetsAt: momentOfDay(dayLater(today, 1), 0, timeZone) };
}
