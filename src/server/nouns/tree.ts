import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { OwnedRow } from "../scope.ts";

/** The most levels of a tree: each screen and timeline of a family reads all of them. */
export const maxLevels = 100;

/** A field by which records of one table form a tree: it points to others of them. */
export interface TreeField {
  /** The records: a word for one of them, their table, and whether they have owners. */
  one: string;
  table: string;
  owned: boolean;
  /** The kind of record whose imports write them: moves and imports wait for each other. */
  importedWith: string;
  /** Its name, and its label inside a sentence: "parent account". */
  field: string;
  label: string;
  /** Its stored column, under Prisma's name and under the database's. */
  column: string;
  sqlColumn: string;
}

export const tooDeep = ({ label }: TreeField): string =>
  `A tree can have at most ${maxLevels} levels. Choose another ${label}.`;

interface Node extends OwnedRow {
  name: string;
  /** The record that it points to. */
  aboveId: string | null;
}
export type Tree = Map<string, Node>;

/** Rows of `up`: these records and their ancestors; of a tree that is too deep, one level more than allowed. */
const upFrom = (tenantId: string, { table, owned, sqlColumn }: TreeField, ids: readonly string[]): Prisma.Sql => {
  const columns = Prisma.raw(
    `x.id, x.name, x.${sqlColumn} as above_id, ${owned ? "x.owner_id" : "null::uuid"} as owner_id`,
  );
  const records = Prisma.raw(table);
  return Prisma.sql`
    up as (
      select ${columns}, 1 as level from ${records} x
      where x.tenant_id = ${tenantId}::uuid and x.id = any(${[...new Set(ids)]}::uuid[])
      union
      select ${columns}, up.level + 1 from ${records} x join up on x.id = up.above_id
      where x.tenant_id = ${tenantId}::uuid and up.level <= ${maxLevels}
    )`;
};

/** Rows of `down`: the records of each branch by its top record; of one that is too deep, one level more than allowed. */
const downFrom = (tenantId: string, { table, sqlColumn }: TreeField, ids: readonly string[]): Prisma.Sql => {
  const [records, column] = [Prisma.raw(table), Prisma.raw(sqlColumn)];
  return Prisma.sql`
    down as (
      select x.id as root, x.id, 1 as level from ${records} x
      where x.tenant_id = ${tenantId}::uuid and x.id = any(${[...ids]}::uuid[])
      union
      select down.root, x.id, down.level + 1 from ${records} x join down on x.${column} = down.id
      where x.tenant_id = ${tenantId}::uuid and down.level <= ${maxLevels}
    )`;
};

const nodes = Prisma.sql`select distinct id, name, above_id as "aboveId", owner_id as "ownerId" from up`;
const depths = Prisma.sql`select root, max(level) as levels from down group by root`;

/** Loads these records and their ancestors; of a tree that is too deep, one level more than allowed. */
export async function treeAbove(ctx: Ctx, link: TreeField, ids: readonly string[]): Promise<Tree> {
  const up = upFrom(ctx.tenant.id, link, ids);
  const rows = await tenantSql<Node>(ctx.tenant.id, ctx.db, Prisma.sql`with recursive ${up} ${nodes}`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The trees above future parents, and the levels of the branches that come below them. */
export interface TreePlaces {
  tree: Tree;
  below: ReadonlyMap<string, number>;
}

/** Reads both in one statement, with further columns of it and the CTEs that these need. */
export async function placesIn<More extends object = object>(
  ctx: Ctx,
  link: TreeField,
  { above, ids }: { above: readonly string[]; ids: readonly string[] },
  more: { ctes: Prisma.Sql; columns: Prisma.Sql } = none,
): Promise<TreePlaces & { more: More }> {
  const { id: tenantId } = ctx.tenant;
  const [row] = await tenantSql<More & { up: Node[]; down: { root: string; levels: number }[] }>(
    tenantId,
    ctx.db,
    Prisma.sql`
      with recursive ${upFrom(tenantId, link, above)}, ${downFrom(tenantId, link, ids)}${more.ctes}
      select
        coalesce((select json_agg(u) from (${nodes}) u), '[]') as up,
        coalesce((select json_agg(d) from (${depths}) d), '[]') as down${more.columns}`,
  );
  if (!row) throw new Error("A query of one row had none.");
  const { up, down, ...rest } = row;
  return {
    tree: new Map(up.map((node) => [node.id, node])),
    below: new Map(down.map(({ root, levels }) => [root, levels])),
    more: rest as unknown as More,
  };
}

const none = { ctes: Prisma.empty, columns: Prisma.empty };

/** The names from a record's new parent up to the record itself, if the move would make a cycle. */
export function circleOf(tree: ReadonlyMap<string, Node>, id: string, targetId: string): string[] | null {
  const way: string[] = [];
  for (let at = tree.get(targetId); at; at = tree.get(at.aboveId ?? "")) {
    way.push(at.name);
    if (at.id === id) return way;
    if (way.length > tree.size) return way;
  }
  return null;
}

/** The number of levels from a record up to its root, itself included. */
export function levelsAbove(tree: ReadonlyMap<string, Node>, id: string): number {
  let levels = 0;
  for (let at = tree.get(id); at && levels <= tree.size; at = tree.get(at.aboveId ?? "")) levels += 1;
  return levels;
}

/** Records that a branch is now below another record, which with its ancestors has more levels then. */
export function noteBranch(levels: Map<string, number>, tree: Tree, id: string, aboveId: string): void {
  let count = (levels.get(id) ?? 1) + 1;
  for (let at = tree.get(aboveId); at && (levels.get(at.id) ?? 1) < count; at = tree.get(at.aboveId ?? "")) {
    levels.set(at.id, count);
    count += 1;
  }
}

/** The number of levels of each branch, its top record included; of one that is too deep, one more than allowed. */
export async function levelsBelow(ctx: Ctx, link: TreeField, ids: readonly string[]): Promise<Map<string, number>> {
  const down = downFrom(ctx.tenant.id, link, ids);
  const sql = Prisma.sql`with recursive ${down} ${depths}`;
  const rows = await tenantSql<{ root: string; levels: number }>(ctx.tenant.id, ctx.db, sql);
  return new Map(rows.map(({ root, levels }) => [root, levels]));
}
