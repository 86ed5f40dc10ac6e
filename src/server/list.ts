import "server-only";
import { z } from "zod";
import { listInputSchema, type Sort } from "@/lib/list";
import { capped, type ListTotal } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import { sampleOf, withMatches } from "./custom/matches.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { boundsAfter, cursorAfter, type RowEnd, readCursor, type SortKey, sortKeys, sortsOf } from "./list-cursor.ts";
import type { ListDefinition, Where } from "./list-definition.ts";
import { fieldOf } from "./list-filter.ts";
import { withinShape, withinWhere } from "./list-within.ts";
import { droppedFrom, listedWhere } from "./saved-views.ts";
import type { SqlTable } from "./sql-table.ts";
import { whereSql } from "./where-sql.ts";

/** Input of every list; REST sends conditions and sort as JSON text in the query. */
export const listInput = z.object({
  ...listInputSchema.shape,
  archived: z.boolean().optional(),
  within: withinShape.optional(),
});

/** The order that nobody asked for; that of creation where the actor may not read the usual one. */
const defaultSortFor = (ctx: Ctx, list: ListDefinition): Sort =>
  fieldOf(ctx, list, list.defaultSort.field)?.sortable ? list.defaultSort : { field: "createdAt", direction: "desc" };

type OrderBy = "asc" | "desc" | { sort: "asc" | "desc"; nulls: "last" };

export interface KeysetQuery<Row, W> {
  list: ListDefinition;
  input: z.infer<typeof listInput>;
  /** Visibility and other conditions that always apply. */
  where: W[];
  find(args: { where: W; orderBy: { [column: string]: OrderBy }[]; take: number }): Promise<Row[]>;
}

/**
 * One page by keyset. Sorts by the columns in turn, then by id, values before nulls. The count is exact to 1,000 and
 * travels in the cursor, so later pages do not count again.
 */
export async function keyset<Row extends { id: string }, W>(ctx: Ctx, query: KeysetQuery<Row, W>) {
  const { list, input } = query;
  const limit = input.limit ?? 50;
  const { where: asked, view } = await listedWhere(list, input, ctx);
  const usual = view && view.sorts.length > 0 ? view.sorts : defaultSortFor(ctx, list);
  const sorts = sortsOf(input.sort ?? usual);
  const keys = sortKeys(ctx, list, sorts);
  const cursor = readCursor(input.cursor, sorts, keys);
  const fixed: unknown[] = [...query.where, ...asked, ...(await withinWhere(ctx, list, input))];
  const rows = await rowsBehind(ctx, query, { keys, fixed, end: cursor, take: limit + 1 });
  // A first page with all rows needs no count.
  const counted = () => (rows.length <= limit ? rows.length : countRows(ctx, list.table, { AND: fixed as Where[] }));
  const total = cursor ? cursor.total : await counted();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > limit && last ? cursorAfter(ctx, list, sorts, last, total) : null,
    total,
    ...droppedFrom(view),
  };
}

interface Part {
  keys: readonly SortKey[];
  fixed: readonly unknown[];
  /** The row that they come after. */
  end: RowEnd | null;
  take: number;
}

/**
 * The rows behind another one: first those with a value in the first key, then those without one in the order of the
 * other keys. So each statement reads in the order of an index.
 */
async function rowsBehind<Row, W>(ctx: Ctx, query: KeysetQuery<Row, W>, part: Part): Promise<Row[]> {
  const { keys, fixed, end, take } = part;
  const find = (orderBy: { [column: string]: OrderBy }[], more: readonly unknown[]) =>
    query.find({ where: { AND: [...fixed, ...more] } as W, orderBy, take });
  const [key, ...others] = keys;
  if (!key) return await find([{ id: "asc" }], end ? [{ id: { gt: end.id } }] : []);
  const { field } = key;
  const [value, ...values] = end?.values ?? [];
  const present = field.nullable ? [{ NOT: { [field.column]: null } }] : [];
  const rows = value === null ? [] : await find(orderOf(keys), [...(end ? boundsAfter(keys, end) : []), ...present]);
  if (!field.nullable || rows.length >= take) return rows;
  const empty = await withMatches(ctx, query.list.table, { [field.column]: null });
  const behind = value === null && end ? { id: end.id, values } : null;
  const rest = { keys: others, fixed: [...fixed, empty], end: behind, take: take - rows.length };
  return [...rows, ...(await rowsBehind(ctx, query, rest))];
}

/** The order of rows that have a value in the first key. */
const orderOf = (keys: readonly SortKey[]): { [column: string]: OrderBy }[] => [
  ...keys.map(({ field, direction }, place) => {
    const last = { sort: direction, nulls: "last" as const };
    return { [field.column]: place > 0 && field.nullable ? last : direction };
  }),
  { id: keys[0]?.direction ?? "asc" },
];

/** Number of rows that match a fragment. Raw, because Prisma's count with `take` sorts all rows by id. */
export async function countRows(ctx: Ctx, table: SqlTable, where: Where): Promise<ListTotal> {
  // Of many records that fit, those that an index found may show that there are over 1,000.
  const sample = sampleOf(where);
  const least = sample ? await countEach(ctx, table, sample) : 0;
  return capped(least > 1000 ? least : await countEach(ctx, table, where));
}

async function countEach(ctx: Ctx, table: SqlTable, where: Where): Promise<number> {
  const [alias, from] = [table.alias, `${table.name} ${table.alias}`].map((text) => Prisma.raw(text));
  const rows = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select count(*)::int as count from (
      select 1 from ${from} where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)} limit 1001
    ) found`,
  );
  return rows[0]?.count ?? 0;
}
