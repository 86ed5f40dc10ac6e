import "server-only";
import { linkableTo, type NounEntity, nounOf, nouns, permissionFor } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import type { Permission } from "@/lib/roles";
import { sameAcrossBundles } from "./across-bundles.ts";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { Where } from "./list-definition.ts";
import { snakeCase } from "./nouns/snake-case.ts";
import {
  coveredWhere,
  isGuest,
  isOn,
  isThroughLinks,
  isViewer,
  membersWhoSee,
  ownedWhere,
  ownersSeen,
  seesAll,
  visibilityOf,
} from "./scope.ts";

/** A condition that is written as SQL; `whereSql` puts it in with the alias of its table. */
export class SqlCondition {
  readonly sql: (alias: string) => Prisma.Sql;
  constructor(sql: (alias: string) => Prisma.Sql) {
    this.sql = sql;
  }
}
sameAcrossBundles(SqlCondition, "SqlCondition");

/** Whether more than the owner says which records of a kind this actor sees: their links, or the members whom they name. */
export const isSeenThrough = (ctx: Ctx, entity: string): boolean =>
  nounOf(entity)?.seenThrough !== undefined &&
  isOn(ctx, entity) &&
  (isThroughLinks(entity) ? !seesAll(ctx) : visibilityOf(ctx, entity) !== "all");

/** The records of a kind that the actor sees, for `whereSql`: by owner, or through their members and links. */
export function visibleWhere(ctx: Ctx, entity: string): Where {
  const head = nounOf(entity);
  if (!head?.owned) return {};
  if (!isSeenThrough(ctx, entity)) return ownedWhere(ctx, entity) as Where;
  return { seen: new SqlCondition((alias) => throughSql(ctx, entity, alias)) };
}

/** Whether records of a kind can be hidden from the actor. */
export const hidesSome = (ctx: Ctx, entity: string): boolean => Object.keys(visibleWhere(ctx, entity)).length > 0;

/** Those of these records that the actor sees, for Prisma. */
export async function visibleAmong(ctx: Ctx, entity: string, ids: readonly string[]): Promise<Where> {
  if (!isSeenThrough(ctx, entity)) return visibleWhere(ctx, entity);
  return { id: { in: await visibleIds(ctx, entity, ids) } };
}

/** The ids of those of these records that the actor sees through others. */
export const visibleIds = async (ctx: Ctx, entity: string, ids: readonly string[]): Promise<string[]> =>
  await seenIds(ctx, entity, Prisma.sql`and a.id = any(${[...ids]}::uuid[])`);

/** The first of the records that the actor sees, by name, for Prisma; of those whose column names a record if one is given. */
export async function visibleFirst(
  ctx: Ctx,
  entity: string,
  take: number,
  within?: { column: string; id: string },
): Promise<Where> {
  if (!isSeenThrough(ctx, entity)) return visibleWhere(ctx, entity);
  const narrowed = within ? Prisma.sql`and a.${Prisma.raw(within.column)} = ${within.id}::uuid` : Prisma.empty;
  const first = Prisma.sql`${narrowed} and a.archived_at is null order by a.name_key, a.id limit ${take}`;
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

/**
 * The people of a record always see it; others see it if the setting lets them, and they see one of its linked records. Guests see
 * it as its people alone.
 */
function throughSql(ctx: Ctx, entity: string, alias: string): Prisma.Sql {
  const head = nounOf(entity);
  if (!head?.seenThrough) throw new Error(`Records of ${entity} are not seen through others.`);
  if (head.accessFrom)
    return accessSql(ctx, { ...head, accessFrom: head.accessFrom, seenThrough: head.seenThrough }, alias);
  const parts = partsOf(head.seenThrough, alias);
  const self = memberOf(ctx.actor);
  if (isGuest(ctx)) return Prisma.sql`${parts.members} @> to_jsonb(${self ?? ""}::text)`;
  const allowed = bySetting(ctx, entity, parts);
  const others = parts.creator === null ? allowed : Prisma.sql`${allowed} and ${linkedTo(ctx, entity, parts)}`;
  if (self === null) return Prisma.sql`(${others})`;
  const made =
    parts.creator === null ? Prisma.empty : Prisma.sql`or (${parts.creator} = ${self}::uuid and not ${parts.hasLinks})`;
  return Prisma.sql`(${parts.owner} = ${self}::uuid or ${parts.members} @> to_jsonb(${self}::text)
    ${made} or (${others}))`;
}

type WithAccess = NounHead & Required<Pick<NounHead, "accessFrom" | "seenThrough">>;

/** Its own people see it, and everyone who sees the record that its access comes from; of guests only those. */
function accessSql(ctx: Ctx, { accessFrom, seenThrough }: WithAccess, alias: string): Prisma.Sql {
  const self = memberOf(ctx.actor);
  const kind = accessFrom.entity as NounEntity;
  const through = seesSome(ctx, kind) ? inSource(ctx, accessFrom, alias, seenSql(ctx, kind, "af")) : Prisma.sql`false`;
  if (self === null || isGuest(ctx)) return through;
  const { owner, members } = partsOf(seenThrough, alias);
  return Prisma.sql`(${owner} = ${self}::uuid or ${members} @> to_jsonb(${self}::text) or ${through})`;
}

/**
 * Whether the record that access comes from fulfils a condition on its table, which has the alias af. It names nothing of
 * the outer row, so that PostgreSQL reads those records once and not for each row.
 */
function inSource(
  ctx: Ctx,
  { field, entity }: WithAccess["accessFrom"],
  alias: string,
  condition: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(`${alias}.${snakeCase(field)}_id`)} in (
    select af.id from ${Prisma.raw(nouns[entity as NounEntity].table)} af
    where af.tenant_id = ${ctx.tenant.id}::uuid and ${condition})`;
}

/** The records of a kind that a right of the actor covers, for `whereSql`; decides as `mayEdit` of its scope does. */
export function coveredBy(ctx: Ctx, entity: string, permission: Permission): Where {
  const access = nounOf(entity)?.accessFrom;
  const reach = ctx.reach(permission);
  if (!access || reach === "none" || reach === "any") return coveredWhere(ctx, entity, permission) as Where;
  const self = memberOf(ctx.actor);
  const owners = reach === "team" ? [...ctx.peers.edits] : [self ?? ""].filter(Boolean);
  const members = membersWhoSee(access.entity);
  const owned = Prisma.sql`(af.owner_id = any(${owners}::uuid[]) or ${reach === "team"} and af.owner_id is null)`;
  const isNamed = self !== null && members !== null && !isViewer(ctx);
  const covered = isNamed
    ? Prisma.sql`(${owned} or ${Prisma.raw(`af.${snakeCase(members)}`)} @> to_jsonb(${self}::text))`
    : owned;
  const through = (alias: string) => inSource(ctx, access, alias, covered);
  if (!isNamed) return { covered: new SqlCondition(through) };
  return {
    covered: new SqlCondition(
      (alias) => Prisma.sql`(${Prisma.raw(`${alias}.owner_id`)} = ${self}::uuid or ${through(alias)})`,
    ),
  };
}

type Parts = ReturnType<typeof partsOf>;

function partsOf({ members, creator }: NonNullable<NounHead["seenThrough"]>, alias: string) {
  const row = Prisma.raw(alias);
  return {
    row,
    owner: Prisma.raw(`${alias}.owner_id`),
    creator: creator === undefined ? null : Prisma.raw(`${alias}.${creator}_id`),
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
  const made = creator === null ? Prisma.empty : Prisma.sql`or ${creator} = any(${people}::uuid[])`;
  return Prisma.sql`(${owner} is null or ${owner} = any(${people}::uuid[]) ${made})`;
}

/** Whether the setting lets the actor see a record with such people; decides as `bySetting` does. */
export function settingAllows(
  ctx: Ctx,
  entity: string,
  { ownerId, creatorId }: { ownerId: string | null; creatorId: string | null },
): boolean {
  const level = visibilityOf(ctx, entity);
  if (level === "all" || level === "nothing") return level === "all";
  const self = memberOf(ctx.actor);
  const own = self === null ? [] : [self];
  const people = level === "teams" ? ctx.peers.sees : own;
  return ownerId === null || people.includes(ownerId) || (creatorId !== null && people.includes(creatorId));
}

/** Whether the actor may see any records of a kind: by the setting, or as one of the members whom they name. */
export const seesSome = (ctx: Ctx, entity: string): boolean =>
  visibilityOf(ctx, entity) !== "nothing" || isSeenThrough(ctx, entity);

/** The condition by which the actor sees records of a kind; throws where it sees none (`seesSome`). */
export function seenSql(ctx: Ctx, kind: NounEntity, alias: string): Prisma.Sql {
  if (isSeenThrough(ctx, kind)) return throughSql(ctx, kind, alias);
  const owners = nouns[kind].owned ? ownersSeen(ctx, kind) : null;
  if (owners === null) return Prisma.sql`true`;
  const owner = Prisma.raw(`${alias}.owner_id`);
  return Prisma.sql`(${owner} is null or ${owner} = any(${[...owners]}::uuid[]))`;
}

/** Whether the row is linked to a record that the actor sees. */
function linkedTo(ctx: Ctx, entity: string, { row }: Parts): Prisma.Sql {
  const seen = (linkableTo(entity) as NounEntity[]).filter(
    (kind) => seesSome(ctx, kind) && ctx.can(permissionFor(kind, "view")),
  );
  const whole = seen.filter(
    (kind) => !isSeenThrough(ctx, kind) && (!nouns[kind].owned || ownersSeen(ctx, kind) === null),
  );
  const parted = seen.filter((kind) => !whole.includes(kind));
  const byOwner = parted.map(
    (kind) => Prisma.sql`l.to_entity = ${kind} and exists (
      select 1 from ${Prisma.raw(nouns[kind].table)} x where x.tenant_id = l.tenant_id and x.id = l.to_id
        and ${seenSql(ctx, kind, "x")})`,
  );
  const kinds = [Prisma.sql`l.to_entity = any(${whole}::text[])`, ...byOwner];
  return Prisma.sql`exists (
    select 1 from record_links l where l.tenant_id = ${row}.tenant_id and l.from_id = ${row}.id
      and (${Prisma.join(kinds, " or ")}))`;
}
