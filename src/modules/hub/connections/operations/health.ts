import "server-only";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import type { SyncHealth } from "../schema";

/** How far the syncs of these connections are, by their ids: one statement for all. Without those that nobody has started. */
export async function healthOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, SyncHealth>> {
  if (ids.length === 0) return new Map();
  const rows = await tenantRows<{ id: string; inSync: number; problems: number; upTo: Date | null }>(ctx)`
    select o.connection_id as id, sum(l.count)::int as "inSync", sum(p.count)::int as problems,
      case when bool_and(o.ran_at is not null) then min(o.ran_at) end as "upTo"
    from sync_objects o
    cross join lateral (
      select count(*) from sync_links
      where tenant_id = o.tenant_id and object_id = o.id and state = 'linked' and external_id is not null
    ) l
    cross join lateral (
      select count(*) from sync_problems where tenant_id = o.tenant_id and object_id = o.id and state = 'open'
    ) p
    where o.tenant_id = ${ctx.tenant.id}::uuid and o.connection_id = any(${[...ids]}::uuid[])
      and o.state not in ('draft', 'rehearsing', 'rehearsed')
    group by o.connection_id`;
  return new Map(
    rows.map(({ id, inSync, problems, upTo }) => [id, { inSync, problems, upTo: upTo?.toISOString() ?? null }]),
  );
}
