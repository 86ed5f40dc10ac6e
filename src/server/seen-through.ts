import "server-only";
import { linkableTo, type NounEntity, nounOf, nouns, permissionFor } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { Where } from "./list-definition.ts";
import { isOn, ownedWhere, ownersSeen, seesAll, visibilityOf } from "./scope.ts";

/** A condition that is written as SQL; `whereSql` puts it in with the alias of its table. */
export class SqlCondition {
  readonly sql: (alias: string) => Prisma.Sql;
  constructor(sql: (alias: string) => Prisma.Sql) {
    this.sql = sql;
  }
}

/** Whether records of a kind are seen through the records that they are linked to, and this actor does not see all. */
export const isSeenThrough = (ctx: Ctx, entity: string): boolean =>
  nounOf(entity)?.seenThrough !== undefined && isOn(ctx, entity) && !seesAll(ctx);

/** The records of a kind that the actor sees, for `whereSql`: by owner, or through the records that they are linked to. */
export function visibleWhere(ctx: Ctx, entity: string): Where {
  const head = nounOf(entity);
  if (!head?.owned) return {};
  if (!isSeenThrough(ctx, entity)) return ownedWhere(ctx, entity) as Where;
  return { seen: new SqlCondition((alias) => throughSql(ctx, entity, alias)) };
}

/** Those of these records that the actor sees, for Prisma. */
export async function visibleAmong(ctx: Ctx, entity: string, ids: readonly string[]): Promise<Where> {
  if (!isSeenThrough(ctx, entity)) return visibleWhere(ctx, entity);
  return { id: { in: await visibleIds(ctx, entity, ids) } };
}

/** The ids of those of these records that the actor sees through others. */
export const visibleIds = async (ctx: Ctx, entity: string, ids: readonly string[]): Promise<string[]> =>
  await seenIds(ctx, entity, Prisma.sql`and a.id = any(${[...ids]}::uuid[])`);

/** The first of the records that the actor sees, by name, for Prisma. */
export async function visibleFirst(ctx: Ctx, entity: string, take: number): Promise<Where> {
  if (!isSeenThrough(ctx, entity)) return visibleWhere(ctx, entity);
  const first = Prisma.sql`and a.archived_at is null order by a.name_key, a.id limit ${take}`;
  return { id: { in: await seenIds(ctx, entity, first) } };
}

async function seenIds(ctx: Ctx, entity: string, rest: Prisma.Sql): Promise<string[]> {
  const table = Prisma.raw(nounOf(entity)?.table ?? "");
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select a.id from ${table} a
      where a.tenant_id = ${ctx.tenant.id}::uuid and ${throughSql(ctx, entity, "a")} ${rest}`,
  );
  return rows.map(({ id }) => id);
}

/** The people of a record always see it; others see it if they see one of its linked records and the setting lets them. */
function throughSql(ctx: Ctx, entity: string, alias: string): Prisma.Sql {
  const head = nounOf(entity);
  if (!head?.seenThrough) throw new Error(`Records of ${entity} are not seen through others.`);
  const parts = partsOf(head.seenThrough, alias);
  const self = memberOf(ctx.actor);
  const linked = Prisma.sql`${bySetting(ctx, entity, parts)} and ${linkedTo(ctx, entity, parts)}`;
  if (self === null) return Prisma.sql`(${linked})`;
  return Prisma.sql`(${parts.owner} = ${self}::uuid or ${parts.members} @> to_jsonb(${self}::text)
    or (${parts.creator} = ${self}::uuid and not ${parts.hasLinks}) or (${linked}))`;
}

type Parts = ReturnType<typeof partsOf>;

function partsOf({ members, creator }: NonNullable<NounHead["seenThrough"]>, alias: string) {
  const row = Prisma.raw(alias);
  return {
    row,
    owner: Prisma.raw(`${alias}.owner_id`),
    creator: Prisma.raw(`${alias}.${creator}_id`),
    members: Prisma.raw(`${alias}.${members}`),
    hasLinks: Prisma.sql`exists (
      select 1 from record_links l where l.tenant_id = ${row}.tenant_id and l.from_id = ${row}.id)`,
  };
}

/** The visibility setting of the workspace; under "own" it is enough to be the owner or the creator. */
function bySetting(ctx: Ctx, entity: string, { owner, creator }: Parts): Prisma.Sql {
  const level = visibilityOf(ctx, entity);
  if (level === "all") return Prisma.sql`true`;
  if (level === "nothing") return Prisma.sql`false`;
  const self = memberOf(ctx.actor);
  const own = self === null ? [] : [self];
  const people = level === "teams" ? [...ctx.peers.sees] : own;
  return Prisma.sql`(${owner} is null or ${owner} = any(${people}::uuid[]) or ${creator} = any(${people}::uuid[]))`;
}

/** Whether the row is linked to a record that the actor sees. */
function linkedTo(ctx: Ctx, entity: string, { row }: Parts): Prisma.Sql {
  const seen = (linkableTo(entity) as NounEntity[]).filter(
    (kind) => visibilityOf(ctx, kind) !== "nothing" && ctx.can(permissionFor(kind, "view")),
  );
  const whole = seen.filter((kind) => !nouns[kind].owned || ownersSeen(ctx, kind) === null);
  const parted = seen.filter((kind) => !whole.includes(kind));
  const byOwner = parted.map(
    (kind) => Prisma.sql`l.to_entity = ${kind} and exists (
      select 1 from ${Prisma.raw(nouns[kind].table)} x where x.tenant_id = l.tenant_id and x.id = l.to_id
        and (x.owner_id is null or x.owner_id = any(${[...(ownersSeen(ctx, kind) ?? [])]}::uuid[])))`,
  );
  const kinds = [Prisma.sql`l.to_entity = any(${whole}::text[])`, ...byOwner];
  return Prisma.sql`exists (
    select 1 from record_links l where l.tenant_id = ${row}.tenant_id and l.from_id = ${row}.id
      and (${Prisma.join(kinds, " or ")}))`;
}
