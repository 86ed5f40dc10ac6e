import "server-only";
import { type NounEntity, nounOf, nouns } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { recordsOf } from "@/server/nouns/records";
import { snakeCase } from "@/server/nouns/snake-case";
import { kindsFrom } from "@/server/owned-of";
import { isThroughLinks } from "@/server/scope";
import { settingAllows } from "@/server/seen-through";
import { exportedOf, ownReferences } from "./kinds";

interface Below {
  entity: NounEntity;
  id: string;
}

interface Read {
  /** The kinds that the reader gets. */
  listed: readonly NounEntity[];
  /** Only those with a later id. */
  after: string | null;
  take: number;
}

/**
 * The records that another one takes along into sight or out of it, by id: those that refer to it, such as the tasks of a
 * project, whose access comes from it, and those that are linked to it or to such a task.
 */
export async function recordsBelow(
  ctx: Ctx,
  { entity, recordId }: { entity: string; recordId: string },
  { listed, after, take }: Read,
): Promise<Below[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const record = Prisma.sql`${recordId}::uuid`;
  const behind = (id: string) => (after === null ? Prisma.empty : Prisma.sql`and ${Prisma.raw(id)} > ${after}::uuid`);
  const linked = Prisma.sql`l.tenant_id = ${tenant} and l.from_entity = any(${[...listed]}::text[]) ${behind("l.from_id")}`;
  const linkedBelow = kindsFrom(entity).map((kind) => {
    const [table, column] = [Prisma.raw(nouns[kind].table), nounOf(kind)?.accessFrom?.field ?? ""];
    const mine = Prisma.sql`a.tenant_id = ${tenant} and a.${Prisma.raw(snakeCase(column))}_id = ${record}`;
    return Prisma.sql`
      select l.from_entity, l.from_id from ${table} a join record_links l on l.to_id = a.id and ${linked} where ${mine}`;
  });
  // They show less of a record that the reader does not see.
  const references = listed.flatMap((kind) =>
    exportedOf(kind)
      .refersTo.filter(({ entity: to }) => to === entity)
      .map(({ column }) => {
        const table = Prisma.raw(nouns[kind].table);
        return Prisma.sql`select ${kind}::text as entity, a.id from ${table} a
          where a.tenant_id = ${tenant} and a.${Prisma.raw(column)} = ${record} ${behind("a.id")}`;
      }),
  );
  const ownFields = listed.flatMap((kind) =>
    ownReferences(ctx, kind)
      .filter(({ entity: to }) => to === entity)
      .map(
        ({ field }) => Prisma.sql`select ${kind}::text as entity, v.record_id as id from custom_values v
          where v.tenant_id = ${tenant} and v.field = ${field} and v.text = ${recordId} ${behind("v.record_id")}`,
      ),
  );
  const direct = Prisma.sql`select l.from_entity as entity, l.from_id as id from record_links l where l.to_id = ${record} and ${linked}`;
  return await tenantSql<Below>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select distinct b.entity, b.id from (${Prisma.join([direct, ...references, ...ownFields, ...linkedBelow], " union all ")}) b
      order by b.id limit ${take}`,
  );
}

/**
 * Of records below one that the actor saw and sees no longer: the ids of those that the actor saw through it. `hidden` are of
 * one kind, and out of sight.
 */
export async function sawThrough(
  ctx: Ctx,
  source: string,
  entity: NounEntity,
  hidden: readonly string[],
): Promise<Set<string>> {
  if (nounOf(entity)?.accessFrom?.entity === source) return new Set(hidden);
  if (!isThroughLinks(entity) || hidden.length === 0) return new Set();
  const select = { id: true, ownerId: true, creatorId: true };
  const rows = await recordsOf(ctx, entity).findMany({ where: { id: { in: [...hidden] } }, select });
  const people = (row: Readonly<Record<string, unknown>>) => ({
    ownerId: (row.ownerId ?? null) as string | null,
    creatorId: (row.creatorId ?? null) as string | null,
  });
  return new Set(rows.filter((row) => settingAllows(ctx, entity, people(row))).map(({ id }) => id));
}
