import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** As long as an undo may be held open, and some more. */
const undoTime = Prisma.sql`interval '5 minutes'`;

/** The event before `of` that changed the same fields of the same record. */
const editBefore = (of: Prisma.Sql) => Prisma.sql`
  select x.tenant_id, x.id, x.entity, x.entity_id, x.actor_member_id, x.before, x.after, x.at from events x
  where x.tenant_id = ${of}.tenant_id and x.entity = ${of}.entity and x.entity_id = ${of}.entity_id
    and x.id < ${of}.id and x.after ?& array(select jsonb_object_keys(${of}.after))
  order by x.id desc limit 1`;

/** Whether the event `e` restores what the same member had replaced with `p`. */
const givesBack = (e: Prisma.Sql, p: Prisma.Sql) => Prisma.sql`
  (${p}.actor_member_id = ${e}.actor_member_id and ${e}.at - ${p}.at < ${undoTime} and not exists (
    select from jsonb_object_keys(${e}.after) k where ${p}.before -> k is distinct from ${e}.after -> k))`;

/**
 * Of these edits those that only take back the one before: everything is as it was, which is no news. The same change after
 * an undo is a decision again.
 */
export async function undoneEvents(ctx: Ctx, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set();
  const [e, p, earlier] = [Prisma.sql`e`, Prisma.sql`p`, Prisma.sql`earlier`];
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select e.id from events e
      join lateral (${editBefore(e)}) p on true
      left join lateral (${editBefore(p)}) earlier on true
      where e.tenant_id = ${ctx.tenant.id}::uuid and e.id = any(${[...eventIds]}::uuid[]) and e.after is not null
        and ${givesBack(e, p)}
        and (earlier.id is null or ${givesBack(p, earlier)} is not true)`,
  );
  return new Set(rows.map(({ id }) => id));
}
