import "server-only";
import { z } from "zod";
import { largestNumber } from "@/lib/fields/number";
import { listInputSchema, listTotal, type Sort } from "@/lib/list";
import { type Condition, capped, type ListTotal } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import { isKeyColumn } from "./custom/key-column.ts";
import { sampleOf, withMatches } from "./custom/matches.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { invalid } from "./errors.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { archivedWhere, compare, fieldOf, filterWhere, groupField, largestInt } from "./list-filter.ts";
import type { SqlTable } from "./sql-table.ts";
import { unstorableText } from "./storable.ts";
import { whereSql } from "./where-sql.ts";

/** Input of every list; REST sends conditions and sort as JSON text in the query. */
export const listInput = z.object({
  ...listInputSchema.shape,
  archived: z.boolean().optional(),
  /** Only the rows of one group: those with this value in this field, or without any. */
  within: z.object({ field: z.string().min(1).max(100), value: z.string().max(500).nullable() }).optional(),
});

async function withinWhere(
  list: ListDefinition,
  within: z.infer<typeof listInput>["within"],
  ctx: Ctx,
): Promise<Where[]> {
  if (!within) return [];
  const { field: name, value } = within;
  const field = groupField(ctx, list, name, "within.field");
  const condition: Condition = value === null ? { field: name, op: "empty" } : { field: name, op: "is", value };
  return [await withMatches(ctx, list.table, compare(field, condition, ctx, "within.value"))];
}

const cursorSchema = z.object({
  s: z.string(),
  v: z.union([z.string(), z.number(), z.null()]),
  id: z.uuid(),
  t: listTotal,
});
type Cursor = z.infer<typeof cursorSchema>;

/** Whether a cursor's value could come from this field: clients see cursors and may change them. */
function cursorFits(field: ListField, value: Cursor["v"]): boolean {
  if (value === null) return field.nullable === true;
  if (isKeyColumn(field.column))
    return typeof value === "number" ? Number.isFinite(value) : unstorableText(value) === null;
  if (field.kind === "number") return Number.isInteger(value) && Math.abs(Number(value)) <= largestInt;
  if (field.kind === "decimal") return typeof value === "number" && Math.abs(value) <= largestNumber;
  if (typeof value !== "string") return false;
  if (field.kind === "money") return /^-?\d{1,18}$/.test(value);
  if (field.kind === "day" || field.kind === "instant")
    return z.iso.datetime().safeParse(value).success && !value.startsWith("0000");
  return unstorableText(value) === null;
}

function readCursor(text: string | undefined, order: string, field: ListField): Cursor | null {
  if (!text) return null;
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (cursor.s === order && cursorFits(field, cursor.v)) return cursor;
  } catch {
    // Falls through to the error below, which gives advice.
  }
  throw invalid("cursor", "This cursor belongs to another list or order. Start again without a cursor.");
}

/** The cursor with which `keyset` continues after this row; it carries `total`, the count. */
export function cursorAfter(ctx: Ctx, list: ListDefinition, sort: Sort, row: { id: string }, total: ListTotal): string {
  const field = fieldOf(ctx, list, sort.field);
  if (!field) throw invalid("sort.field", `This list cannot be sorted by ${sort.field}. Choose another field.`);
  const v = cursorValue(field, (row as Record<string, unknown>)[field.column]);
  const cursor: Cursor = { s: `${sort.field}:${sort.direction}`, v, id: row.id, t: total };
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function cursorValue(field: ListField, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  if (isKeyColumn(field.column)) return value as string | number;
  return field.kind === "number" || field.kind === "decimal" ? Number(value) : String(value);
}

function sqlValue(field: ListField, value: string | number): unknown {
  if (isKeyColumn(field.column)) return value;
  if (field.kind === "money") return BigInt(value);
  if (field.kind === "day" || field.kind === "instant") return new Date(value);
  return value;
}

/** The order that nobody asked for; that of creation where the actor may not read the usual one. */
const defaultSortFor = (ctx: Ctx, list: ListDefinition): Sort =>
  fieldOf(ctx, list, list.defaultSort.field)?.sortable ? list.defaultSort : { field: "createdAt", direction: "desc" };

export interface KeysetQuery<Row, W> {
  list: ListDefinition;
  input: z.infer<typeof listInput>;
  /** Visibility and other conditions that always apply. */
  where: W[];
  find(args: { where: W; orderBy: { [column: string]: "asc" | "desc" }[]; take: number }): Promise<Row[]>;
}

/**
 * One page by keyset. Sorts by (column, id), values before nulls; the redundant leading bound makes the index usable
 * at any depth. The count is exact to 1,000 and travels in the cursor, so later pages do not count again.
 */
export async function keyset<Row extends { id: string }, W>(ctx: Ctx, query: KeysetQuery<Row, W>) {
  const { list, input } = query;
  const limit = input.limit ?? 50;
  const sort = input.sort ?? defaultSortFor(ctx, list);
  const field = fieldOf(ctx, list, sort.field);
  if (!field?.sortable)
    throw invalid("sort.field", `This list cannot be sorted by ${sort.field}. Choose another field.`);
  const order = `${sort.field}:${sort.direction}`;
  const cursor = readCursor(input.cursor, order, field);
  const fixed: unknown[] = [
    ...query.where,
    ...(await filterWhere(list, input, ctx)),
    ...(await withinWhere(list, input.within, ctx)),
    ...archivedWhere(list, input),
  ];
  const all = (extra: unknown[]) => ({ AND: [...fixed, ...extra] }) as W;

  const rows: Row[] = [];
  const inNulls = cursor !== null && cursor.v === null;
  if (!inNulls) {
    const bounds =
      cursor && cursor.v !== null ? after(field, sort.direction, sqlValue(field, cursor.v), cursor.id) : [];
    const present = field.nullable ? [{ NOT: { [field.column]: null } }] : [];
    rows.push(
      ...(await query.find({
        where: all([...bounds, ...present]),
        orderBy: [{ [field.column]: sort.direction }, { id: sort.direction }],
        take: limit + 1,
      })),
    );
  }
  if (field.nullable && rows.length <= limit) {
    const bound = inNulls ? [{ id: { gt: cursor.id } }] : [];
    const empty = await withMatches(ctx, list.table, { [field.column]: null });
    rows.push(
      ...(await query.find({
        where: all([empty, ...bound]),
        orderBy: [{ id: "asc" }],
        take: limit + 1 - rows.length,
      })),
    );
  }
  // A first page with all rows needs no count.
  const counted = () => (rows.length <= limit ? rows.length : countRows(ctx, list.table, { AND: fixed }));
  const total = cursor ? cursor.t : await counted();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > limit && last ? cursorAfter(ctx, list, sort, last, total) : null,
    total,
  };
}

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

function after(field: ListField, direction: "asc" | "desc", value: unknown, id: string): unknown[] {
  const [beyond, from] = direction === "asc" ? (["gt", "gte"] as const) : (["lt", "lte"] as const);
  return [
    { [field.column]: { [from]: value } },
    { OR: [{ [field.column]: { [beyond]: value } }, { [field.column]: value, id: { [beyond]: id } }] },
  ];
}
