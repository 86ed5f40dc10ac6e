import "server-only";
import { capped, maxCounted } from "@/lib/list-filter";
import { type NounEntity, nounOf, nouns, ownedEntities, permissionFor } from "@/lib/nouns/all";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { snakeCase } from "@/server/nouns/snake-case";
import { readable } from "@/server/readable";
import { visibleWhere } from "@/server/seen-through";
import { whereSql } from "@/server/where-sql";
import { countOwnedByInput, countOwnedByOutput, countOwnedInput, countOwnedOutput } from "./schema";

const columns = { id: { name: "id", type: "uuid" }, ownerId: { name: "owner_id", type: "uuid" } } as const;

/** The condition for the records of a kind that the actor sees, as `r`, without archived ones. */
function seenSql(ctx: Ctx, entity: NounEntity): Prisma.Sql {
  const visible = whereSql({ name: nouns[entity].table, alias: "r", columns }, visibleWhere(ctx, entity));
  return Prisma.sql`r.tenant_id = ${ctx.tenant.id}::uuid and r.archived_at is null and ${visible}`;
}

export const countOwned = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: countOwnedInput,
  output: countOwnedOutput,
  describe: "How many records of one type each member owns, among those that you may see; archived ones do not count.",
  async run(ctx, { entity }) {
    if (!ctx.can(permissionFor(entity, "view"))) return [];
    const rows = await tenantSql<{ memberId: string | null; count: number }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select r.owner_id as "memberId", count(*)::int as count from ${Prisma.raw(nouns[entity].table)} r
        where ${seenSql(ctx, entity)} group by r.owner_id`,
    );
    return rows.flatMap(({ memberId, count }) => (memberId === null ? [] : [{ memberId, count }]));
  },
});

export const countOwnedBy = platform.operation({
  kind: "query",
  permission: "member:manage",
  input: countOwnedByInput,
  output: countOwnedByOutput,
  describe:
    "How many records of each type a member owns, up to 1,000, among those that you may see. Archived ones do not count, nor those that are done.",
  async run(ctx, { memberId }) {
    const entities = ownedEntities.filter((entity) => ctx.can(permissionFor(entity, "view")));
    const counts = entities.map(
      (entity) => Prisma.sql`
        select ${entity} as entity, count(*)::int as count from (
          select 1 from ${Prisma.raw(nouns[entity].table)} r
          where ${seenSql(ctx, entity)} and r.owner_id = ${memberId}::uuid and ${openSql(ctx, entity)}
          limit ${maxCounted + 1}
        ) as few`,
    );
    if (counts.length === 0) return [];
    const union = Prisma.join(counts, " union all ");
    const rows = await tenantSql<{ entity: NounEntity; count: number }>(ctx.tenant.id, ctx.db, union);
    const found = new Map(rows.map(({ entity, count }) => [entity, capped(count)]));
    return entities.map((entity) => ({ entity, total: found.get(entity) ?? 0 }));
  },
});

/** The condition for records that are still to be done; all of a kind that says nothing of it, or that hides it from the actor. */
function openSql(ctx: Ctx, entity: NounEntity): Prisma.Sql {
  const { open } = nounOf(entity) ?? {};
  if (!open || !readable(ctx, entity).has(open.field)) return Prisma.sql`true`;
  return Prisma.sql`r.${Prisma.raw(snakeCase(open.field))} = ${open.value}`;
}
