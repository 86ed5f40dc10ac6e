import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

/** As long as an undo may be held open, and some more. */
const undoTime = Prisma.sql`interval '5 minutes'`;

/** The event before `of` that gave the same record to an owner. */
const handedOver = (of: Prisma.Sql) => Prisma.sql`
  select x.tenant_id, x.id, x.entity, x.entity_id, x.actor_member_id, x.before, x.after, x.at from events x
  where x.tenant_id = ${of}.tenant_id and x.entity = ${of}.entity and x.entity_id = ${of}.entity_id
    and x.id < ${of}.id and x.after ? 'ownerId'
  order by x.id desc limit 1`;

/** Whether the event `e` gives a record back to the owner from whom the same member had taken it with `p`. */
const givesBack = (e: Prisma.Sql, p: Prisma.Sql) => Prisma.sql`
  (${p}.actor_member_id = ${e}.actor_member_id and ${e}.at - ${p}.at < ${undoTime} and ${p}.before ? 'ownerId'
   and ${p}.before -> 'ownerId' = ${e}.after -> 'ownerId')`;

/**
 * Of these changes of hands those that only take back the one before: the owner has what they had, which is no news.
 * The same change after an undo is a decision again.
 */
export async function takenBack(ctx: Ctx, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (eventIds.length === 0) return new Set();
  const [e, p, earlier] = [Prisma.sql`e`, Prisma.sql`p`, Prisma.sql`earlier`];
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select e.id from events e
      join lateral (${handedOver(e)}) p on true
      left join lateral (${handedOver(p)}) earlier on true
      where e.tenant_id = ${ctx.tenant.id}::uuid and e.id = any(${[...eventIds]}::uuid[])
        and ${givesBack(e, p)}
        and (earlier.id is null or ${givesBack(p, earlier)} is not true)`,
  );
  return new Set(rows.map(({ id }) => id));
}
