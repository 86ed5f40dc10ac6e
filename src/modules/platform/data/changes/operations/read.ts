import "server-only";
import { type NounEntity, nounOf, nouns } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows, tenantSql } from "@/server/db/tenant-db";
import type { Place } from "../rules";
import { kindsNamedBy } from "./kinds";

/** How far the feed can be read: all transactions before this one have ended. */
interface Horizon {
  changedIn: string;
  /** The server, its history and the table: at least one is another after a restore, into a new or the same server. */
  database: string;
  /** When it was asked for, in milliseconds since 1970. */
  at: number;
}

/** The present horizon. */
export async function horizonOf(ctx: Ctx): Promise<Horizon> {
  const at = Date.now();
  const [row] = await tenantRows<{ changedIn: string; database: string }>(ctx)`
    select pg_snapshot_xmin(pg_current_snapshot())::text as "changedIn",
      concat_ws(':', (select system_identifier from pg_control_system()), (select timeline_id from pg_control_checkpoint()),
        'public.record_exits'::regclass::oid) as database`;
  if (!row) throw new Error("The database does not say which transactions run.");
  return { ...row, at };
}

/** A record that changed, or an exit of one. */
export interface Key {
  changedIn: string;
  id: string;
  entity: NounEntity;
  isExit: boolean;
}

/** The kinds of record that a reader gets, and those whose exits it follows besides: through them others are seen. */
export function followedBy(ctx: Ctx, listed: readonly NounEntity[]): NounEntity[] {
  const followed = new Set<NounEntity>(listed);
  for (const entity of followed) {
    const access = nounOf(entity)?.accessFrom?.entity as NounEntity | undefined;
    const sources = listed.includes(entity) ? kindsNamedBy(ctx, entity) : [];
    for (const source of [...(access ? [access] : []), ...sources]) followed.add(source);
  }
  return [...followed];
}

/**
 * The changes behind a place and before the horizon, in one order of all kinds: by transaction, then by id. Whatever is
 * committed later has a later transaction, so nothing is left out.
 */
export async function keysBehind(
  ctx: Ctx,
  listed: readonly NounEntity[],
  { from, before, take }: { from: Place; before: string; take: number },
): Promise<Key[]> {
  if (listed.length === 0) return [];
  const behind = Prisma.sql`x.tenant_id = ${ctx.tenant.id}::uuid
    and x.changed_in >= ${from.changedIn}::bigint and x.changed_in < ${before}::bigint
    and (x.changed_in > ${from.changedIn}::bigint or x.id > ${from.id}::uuid)
    order by x.changed_in, x.id limit ${take}`;
  const parts = [
    ...listed.map(
      (entity) => Prisma.sql`(
        select x.changed_in, x.id, ${entity}::text as entity, false as is_exit
        from ${Prisma.raw(nouns[entity].table)} x where ${behind})`,
    ),
    ...followedBy(ctx, listed).map(
      (entity) => Prisma.sql`(
        select x.changed_in, x.id, x.entity, true as is_exit from record_exits x where x.entity = ${entity} and ${behind})`,
    ),
  ];
  return await tenantSql<Key>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.changed_in::text as "changedIn", k.id, k.entity, k.is_exit as "isExit"
      from (${Prisma.join(parts, " union all ")}) k order by k.changed_in, k.id limit ${take}`,
  );
}
