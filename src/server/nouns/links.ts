import "server-only";
import type { Field, FieldOf, Fields } from "@/lib/fields/field";
import type { LinkedRecordInput } from "@/lib/fields/links";
import { groupBy } from "@/lib/group-by";
import { type NounEntity, nounOf, permissionFor } from "@/lib/nouns/all";
import { unseenRecord } from "@/lib/unseen-record";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { notFound } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import { canSeeLink, type LinkTarget, type StoredLink, targetsKey } from "../fields/links.ts";
import { ownedSql } from "../owned-of.ts";
import { hidesNames, type Owned } from "../scope.ts";
import { seenSql, seesSome } from "../seen-through.ts";
import type { SqlTable } from "../sql-table.ts";

type Input = Readonly<Record<string, unknown>>;

/** The fields of a noun whose values are links. */
export const linksIn = (fields: Fields): [name: string, field: FieldOf<"links">][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, FieldOf<"links">][] =>
    field.kind === "links" ? [[name, field as FieldOf<"links">]] : [],
  );

/** The links of a noun as child tables, for the conditions of lists. */
export const linkChildren = (fields: Fields): NonNullable<SqlTable["children"]> =>
  Object.fromEntries(
    linksIn(fields).map(([name]) => [
      name,
      {
        table: "record_links",
        key: "from_id",
        columns: { toId: { name: "to_id", type: "uuid" }, field: { name: "field", type: "text" } },
      },
    ]),
  );

interface LinkRow extends StoredLink {
  fromId: string;
  field: string;
  name: string;
  ownerId: string | null;
  memberIds: string[] | null;
  from: Owned | null;
}

/** The name of a record `x` as the actor reads it. */
function nameReadSql(ctx: Ctx, entity: NounEntity): Prisma.Sql {
  if (!hidesNames(ctx, entity)) return Prisma.sql`x.name`;
  const isSeen = seesSome(ctx, entity) ? seenSql(ctx, entity, "x") : Prisma.sql`false`;
  return Prisma.sql`case when ${isSeen} then x.name else ${unseenRecord}::text end`;
}

/** Joins to the linked records of each noun: each is looked up by its id, however many records the planner expects. */
export const targetJoins = (ctx: Ctx, entities: readonly string[]) =>
  Prisma.join(
    entities.map((entity, place) => {
      const head = nounOf(entity);
      if (!head) throw new Error(`Links lead to ${entity}, which is no noun.`);
      return Prisma.sql`
        left join lateral (
          select x.name, ${nameReadSql(ctx, entity as NounEntity)} as read, ${ownedSql(entity, "x")}
          from ${Prisma.raw(head.table)} x
          where l.to_entity = ${entity} and x.tenant_id = ${ctx.tenant.id}::uuid and x.id = l.to_id limit 1
        ) ${Prisma.raw(`t${place}`)} on true`;
    }),
    " ",
  );

/** A column of the records that `targetJoins` finds. */
const firstOf = (entities: readonly string[], column: string) =>
  Prisma.raw(`coalesce(${entities.map((_, place) => `t${place}.${column}`).join(", ")})`);

/** The name of the record that a link of these kinds leads to, as the actor reads it, behind `targetJoins`. */
export const targetNameSql = (entities: readonly string[]): Prisma.Sql => firstOf(entities, "read");

/** Adds links and linked records to rows, with one statement for all of them. */
export async function withLinks<S extends Row>(ctx: Ctx, fields: Fields, rows: readonly S[]): Promise<S[]> {
  const named = linksIn(fields);
  if (named.length === 0 || rows.length === 0) return [...rows];
  const entities = [...new Set(named.flatMap(([, { to }]) => to))];
  const name = firstOf(entities, "name");
  const links = await tenantSql<LinkRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select l.from_id as "fromId", l.field, l.to_entity as entity, l.to_id as id, l.data,
        ${name} as name, ${firstOf(entities, '"ownerId"')} as "ownerId",
        ${firstOf(entities, '"memberIds"')} as "memberIds", ${firstOf(entities, '"from"')} as "from"
      from record_links l ${targetJoins(ctx, entities)}
      where ${name} is not null and l.tenant_id = ${ctx.tenant.id}::uuid and l.from_id = any(${rows.map(({ id }) => String(id))}::uuid[])
      order by l.position`,
  );
  const byRow = groupBy(links, ({ fromId }) => fromId);
  return rows.map((row) => {
    const own = byRow.get(String(row.id)) ?? [];
    const values = named.flatMap(([name]) => {
      const held = own.filter(({ field }) => field === name);
      const stored = held.map(({ entity, id, data }): StoredLink => ({ entity, id, data }));
      const targets = held.map(
        ({ entity, id, name: text, ownerId, memberIds, from }): LinkTarget => ({
          entity,
          id,
          name: text,
          ownerId,
          memberIds,
          from,
        }),
      );
      return [[name, stored] as const, [targetsKey(name), targets] as const];
    });
    return { ...row, ...Object.fromEntries(values) };
  });
}

/**
 * The links that an input sets, by field. Links that the actor does not see come last: nobody removes what they cannot
 * see. NOT_FOUND for a new link to a record that does not exist or that the actor does not see.
 */
export async function linksOf(
  ctx: Ctx,
  fields: Fields,
  input: Input,
  before: Row | null,
): Promise<Record<string, StoredLink[]>> {
  const given = linksIn(fields).filter(([name]) => input[name] !== undefined);
  if (given.length === 0) return {};
  const wanted = given.flatMap(([name]) =>
    ((input[name] ?? []) as readonly LinkedRecordInput[]).map((link) => ({ name, ...link })),
  );
  const seen = await seenAndHeld(ctx, wanted);
  for (const { entity, id } of wanted) if (!seen.has(id)) throw notFound(nounOf(entity)?.one ?? "record");
  return Object.fromEntries(
    given.map(([name]) => {
      const own = wanted.filter((link) => link.name === name);
      const links = own.map(({ entity, id, data = null }): StoredLink => ({ entity, id, data }));
      return [name, [...links, ...hiddenIn(ctx, name, before, links)]];
    }),
  );
}

function hiddenIn(ctx: Ctx, name: string, before: Row | null, given: readonly StoredLink[]): StoredLink[] {
  const held = (before?.[name] ?? []) as readonly StoredLink[];
  const targets = (before?.[targetsKey(name)] ?? []) as readonly LinkTarget[];
  return held.filter(({ id }, place) => {
    const target = targets[place];
    return target && !canSeeLink(ctx, target) && !given.some((one) => one.id === id);
  });
}

/**
 * The ids of linked records that exist and that the actor sees; they are locked, so that none is deleted before the
 * transaction ends.
 */
async function seenAndHeld(ctx: Ctx, links: readonly LinkedRecordInput[]): Promise<Set<string>> {
  const byEntity = [...groupBy(links, ({ entity }) => entity)].filter(
    ([entity]) => seesSome(ctx, entity) && ctx.can(permissionFor(entity as NounEntity, "view")),
  );
  if (byEntity.length === 0) return new Set();
  const held = byEntity.map(([entity, some], place) => {
    const head = nounOf(entity);
    if (!head) throw new Error(`Links lead to ${entity}, which is no noun.`);
    const isVisible = seenSql(ctx, entity as NounEntity, "x");
    return Prisma.sql`${Prisma.raw(`h${place}`)} as (
      select x.id from ${Prisma.raw(head.table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = any(${some.map(({ id }) => id)}::uuid[]) and ${isVisible}
      for key share)`;
  });
  const all = byEntity.map((_, place) => Prisma.sql`select id from ${Prisma.raw(`h${place}`)}`);
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`with ${Prisma.join(held)} ${Prisma.join(all, " union all ")}`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Writes the links of a record; fields that `links` does not name stay unchanged. */
export async function writeLinks(
  ctx: Ctx,
  entity: string,
  id: string,
  links: Readonly<Record<string, readonly StoredLink[]>>,
): Promise<void> {
  for (const [field, wanted] of Object.entries(links)) {
    await ctx.db.recordLink.deleteMany({ where: { fromId: id, field } });
    await ctx.db.recordLink.createMany({
      data: wanted.map((link, position) => ({
        fromEntity: entity,
        fromId: id,
        field,
        position,
        toEntity: link.entity,
        toId: link.id,
        ...(link.data ? { data: link.data as Prisma.InputJsonValue } : {}),
      })),
    });
  }
}
