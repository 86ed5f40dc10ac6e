import "server-only";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { isOn } from "@/server/scope";

interface NameOf {
  entity: string;
  id: string;
  name: string;
}

/** Returns the names of records of several kinds that the actor may read, by one statement for all that have a table of names. */
export async function namesOf(ctx: Ctx, wanted: ReadonlyMap<string, readonly string[]>): Promise<NameOf[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const reads: Prisma.Sql[] = [];
  const others: [entity: string, ids: string[]][] = [];
  for (const [entity, ids] of wanted) {
    const table = timelineOf(entity)?.scope.namesIn;
    if (!table) others.push([entity, [...ids]]);
    else if (isOn(ctx, entity))
      reads.push(
        Prisma.sql`select ${entity}::text as entity, id, name from ${Prisma.raw(table)} where tenant_id = ${tenant} and id = any(${[...ids]}::uuid[])`,
      );
  }
  const found =
    reads.length > 0 ? await tenantSql<NameOf>(ctx.tenant.id, ctx.db, Prisma.join(reads, " union all ")) : [];
  for (const [entity, ids] of others)
    for (const { id, name } of (await timelineOf(entity)?.scope.names?.(ctx, ids)) ?? [])
      found.push({ entity, id, name });
  return found;
}
