import "server-only";
import { type NounEntity, nounEntities, nounOf } from "@/lib/nouns/all";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { recordsOf } from "./nouns/records.ts";
import { snakeCase } from "./nouns/snake-case.ts";
import { membersWhoSee, type Owned } from "./scope.ts";

type Row = Readonly<Record<string, unknown>>;

/** The columns by which it is decided who sees and edits records of a kind, for Prisma. */
export function ownedSelect(entity: string): Record<string, unknown> {
  const head = nounOf(entity);
  const members = membersWhoSee(entity);
  const access = head?.accessFrom;
  return {
    ...(head?.owned ? { ownerId: true } : {}),
    ...(members ? { [members]: true } : {}),
    ...(access ? { [access.field]: { select: ownedSelect(access.entity) } } : {}),
  };
}

/** The owner and members of a row; `from` has those of the record that its access comes from, where the row holds only its id. */
export function ownedOf(entity: string, row: Row, from?: Owned): Owned {
  const access = nounOf(entity)?.accessFrom;
  const members = membersWhoSee(entity);
  const nested = access && (row[access.field] as Row | null | undefined);
  const source = from ?? (access && nested ? ownedOf(access.entity, nested) : undefined);
  return {
    ownerId: (row.ownerId ?? null) as string | null,
    ...(members ? { memberIds: (row[members] ?? null) as string[] | null } : {}),
    ...(source ? { from: source } : {}),
  };
}

/** The same for rows that name the records of their access by id: those are read in one statement. */
export async function ownedIn(ctx: Ctx, entity: string, rows: readonly Row[]): Promise<(row: Row) => Owned> {
  const access = nounOf(entity)?.accessFrom;
  if (!access) return (row) => ownedOf(entity, row);
  const key = `${access.field}Id`;
  const sources = await ownedById(
    ctx,
    access.entity,
    rows.map((row) => row[key]),
  );
  return (row) => ownedOf(entity, row, sources.get(String(row[key])));
}

/** The owners and members of records by their ids, regardless of who may see them. */
export async function ownedById(
  ctx: Ctx,
  entity: string,
  given: readonly unknown[],
): Promise<ReadonlyMap<string, Owned>> {
  const ids = [...new Set(given.filter((id): id is string => typeof id === "string"))];
  if (ids.length === 0) return new Map();
  const select = { id: true, ...ownedSelect(entity) };
  const rows = await recordsOf(ctx, entity).findMany({ where: { id: { in: ids } }, select });
  return new Map(rows.map((row) => [row.id, ownedOf(entity, row)]));
}

/** The same as columns of a statement: "ownerId", "memberIds" and "from", of the table with this alias. */
export function ownedSql(entity: string, alias: string): Prisma.Sql {
  const head = nounOf(entity);
  const members = membersWhoSee(entity);
  const column = (name: string | null) => (name ? `${alias}.${snakeCase(name)}` : null);
  const owner = column(head?.owned ? "ownerId" : null) ?? "null::uuid";
  return Prisma.sql`${Prisma.raw(owner)} as "ownerId", ${Prisma.raw(column(members) ?? "null::jsonb")} as "memberIds",
    ${sourceSql(entity, alias)} as "from"`;
}

/** The record that access to a row comes from, as an object with its owner and members; null for kinds without one. */
export function sourceSql(entity: string, alias: string): Prisma.Sql {
  const access = nounOf(entity)?.accessFrom;
  const source = access && nounOf(access.entity);
  if (!access || !source) return Prisma.sql`null::jsonb`;
  const members = membersWhoSee(access.entity);
  return Prisma.raw(`(
    select jsonb_build_object('ownerId', af.owner_id, 'memberIds', ${members ? `af.${snakeCase(members)}` : "null"})
    from ${source.table} af where af.tenant_id = ${alias}.tenant_id and af.id = ${alias}.${snakeCase(access.field)}_id)`);
}

/** The kinds of record whose access comes from records of this kind. */
export const kindsFrom = (entity: string): NounEntity[] =>
  nounEntities.filter((kind) => nounOf(kind)?.accessFrom?.entity === entity);
