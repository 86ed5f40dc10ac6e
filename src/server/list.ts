import "server-only";
import { z } from "zod";
import { type Condition, type FilterInput, type ListTotal, listInputSchema, type Sort } from "@/lib/list";
import { foldKey } from "@/lib/text";
import { momentOfDay } from "@/lib/working-time";
import { day as dayType } from "@/lib/zod";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { invalid } from "./errors.ts";
import { unstorableText } from "./storable.ts";
import { type SqlTable, whereSql } from "./where-sql.ts";

/** How a field of a list is compared and sorted. */
export interface ListField {
  /**
   * `key` is text stored folded; `id` a relation; `day` a date without zone; `instant` a point in time;
   * `related` asks for records elsewhere by id (owners in a team), with `where` saying how.
   */
  kind: "text" | "key" | "id" | "member" | "enum" | "number" | "money" | "day" | "instant" | "boolean" | "related";
  /** The Prisma field. */
  column: string;
  nullable?: boolean;
  sortable?: boolean;
  /** The list can be grouped by it. */
  groups?: boolean;
  /** Rows that belong to any of these ids; only for `related`. */
  where?(ctx: Ctx, ids: string[]): Promise<Where>;
}

export interface ListDefinition {
  /** The same rows as raw SQL names them, for counts. */
  table: SqlTable;
  fields: Readonly<Record<string, ListField>>;
  defaultSort: { field: string; direction: "asc" | "desc" };
  /** The folded text column that the quick search `q` looks in. */
  search: string;
  /** The amount that groups sum, by its currency. */
  sum?: { amount: string; currency: string };
  /** False for objects that cannot be archived. */
  archives?: boolean;
}

/** Input of every list; REST sends conditions and sort as JSON text in the query. */
export const listInput = z.object({
  ...listInputSchema.shape,
  archived: z.boolean().optional(),
  /** Only the rows of one group: those with this value in this field, or without any. */
  within: z.object({ field: z.string().min(1).max(100), value: z.string().max(500).nullable() }).optional(),
});

/** A where-fragment in Prisma's form. */
export type Where = Record<string, unknown>;

function scalar(field: ListField, value: unknown, ctx: Ctx, path: string): unknown {
  switch (field.kind) {
    case "key":
      return foldKey(String(value));
    case "member":
      return value === "me" ? (ctx.member?.id ?? "00000000-0000-0000-0000-000000000000") : uuid(value, path);
    case "id":
      return uuid(value, path);
    case "money":
      return BigInt(Math.round(numeric(value, path, Number.MAX_SAFE_INTEGER)));
    case "number":
      return whole(value, path);
    case "boolean":
      return value === true || value === "true";
    case "day":
      return new Date(`${dayText(value, path)}T00:00:00Z`);
    default:
      return String(value);
  }
}

const largestInt = 2 ** 31 - 1;

function numeric(value: unknown, path: string, most: number): number {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (typeof value === "boolean" || Number.isNaN(number)) throw invalid(path, "Type a number.");
  if (Math.abs(number) > most) throw invalid(path, `Use a number up to ${most.toLocaleString("en-US")}.`);
  return number;
}
function whole(value: unknown, path: string): number {
  const number = numeric(value, path, largestInt);
  if (!Number.isInteger(number)) throw invalid(path, "Use a whole number.");
  return number;
}
function uuid(value: unknown, path: string): string {
  const parsed = z.uuid().safeParse(value);
  if (!parsed.success) throw invalid(path, "Choose a value from the list.");
  return parsed.data;
}
function dayText(value: unknown, path: string): string {
  const parsed = dayType.safeParse(value);
  if (!parsed.success) throw invalid(path, "Type a date such as 2026-11-30.");
  return parsed.data;
}

/** First instant of a day in the workspace's zone. */
function startOf(day: string, ctx: Ctx, plus = 0): Date {
  return momentOfDay(day, plus * 24 * 60, ctx.tenant.timeZone);
}

function instantWhere(condition: Condition, ctx: Ctx, path: string): Where {
  const day = (value: unknown) => dayText(value, path);
  const [from, to] = Array.isArray(condition.value) ? condition.value : [condition.value, condition.value];
  switch (condition.op) {
    case "before":
      return { lt: startOf(day(from), ctx) };
    case "after":
      return { gte: startOf(day(from), ctx, 1) };
    case "atLeast":
      return { gte: startOf(day(from), ctx) };
    case "atMost":
      return { lt: startOf(day(from), ctx, 1) };
    case "is":
    case "between":
      return { gte: startOf(day(from), ctx), lt: startOf(day(to), ctx, 1) };
    default:
      throw invalid(path, "This comparison does not fit a date.");
  }
}

/** No row at all. Its opposite is not `{}`, which Prisma passes over in an OR. */
const none: Where = { id: { in: [] } };

function compare(field: ListField, condition: Condition, ctx: Ctx, path: string): Where {
  const { op, value } = condition;
  if (op === "empty") return field.nullable ? { [field.column]: null } : none;
  if (op === "notEmpty") return field.nullable ? { NOT: { [field.column]: null } } : { NOT: none };
  if (field.kind === "instant") return { [field.column]: instantWhere(condition, ctx, path) };
  const one = () => scalar(field, value, ctx, path);
  const many = () => (Array.isArray(value) ? value : [value]).map((entry) => scalar(field, entry, ctx, path));
  const wrap = (filter: unknown): Where => ({ [field.column]: filter });
  const orNull = (where: Where): Where => (field.nullable ? { OR: [where, { [field.column]: null }] } : where);
  const ordered = field.kind === "number" || field.kind === "money" || field.kind === "day";
  switch (op) {
    case "is":
      return wrap(one());
    case "isNot":
      return orNull(wrap({ not: one() }));
    case "anyOf":
      return wrap({ in: many() });
    case "noneOf":
      return orNull(wrap({ notIn: many() }));
    case "contains":
      return wrap({ contains: literal(textual(field, one(), path)), ...inAnyCase(field) });
    case "startsWith":
      return wrap(beginning(field, textual(field, one(), path)));
    default: {
      if (!ordered) throw invalid(path, "This comparison does not fit the field.");
      const [from, to] = many();
      if (op === "between") return wrap({ gte: from, lte: to });
      const bound = { atLeast: "gte", atMost: "lte", before: "lt", after: "gt" }[op];
      return wrap({ [bound]: from });
    }
  }
}

function textual(field: ListField, value: unknown, path: string): string {
  if (field.kind !== "key" && field.kind !== "text") throw invalid(path, "Only text can be searched for a part.");
  return String(value);
}

/** Keys are folded when they are stored; other text is compared with either case, as people look for it. */
const inAnyCase = (field: ListField) => (field.kind === "text" ? { mode: "insensitive" } : {});

/** Prisma hands text to LIKE as it is: a percent sign or an underscore that somebody typed means itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/**
 * A filter for those that begin with this text. Keys that lists are sorted by are stored in byte order (COLLATE "C"),
 * so there it is a range too: row-level security keeps LIKE away from the index, but not the comparisons.
 */
function beginning(field: ListField, text: string): Where {
  const past = pastPrefix(text);
  const range = field.kind === "key" && field.sortable && past !== null ? { gte: text, lt: past } : {};
  return { startsWith: literal(text), ...range, ...inAnyCase(field) };
}

/** The first text in byte order after all that begin with `prefix`; null when there is none. */
function pastPrefix(prefix: string): string | null {
  const head = [...prefix];
  for (let last = head.pop(); last !== undefined; last = head.pop()) {
    const next = (last.codePointAt(0) ?? 0) + 1;
    // Surrogates are no characters, and nothing comes after the last one.
    if (next <= 0x10ffff) return [...head, String.fromCodePoint(next === 0xd800 ? 0xe000 : next)].join("");
  }
  return null;
}

/** A filter on a folded text column for those that hold this text. */
export const holding = (text: string): { contains: string } => ({ contains: literal(foldKey(text)) });

async function related(field: ListField, { op, value }: Condition, ctx: Ctx, path: string): Promise<Where> {
  const ids = (Array.isArray(value) ? value : [value]).map((entry) => uuid(entry, path));
  if (!field.where || !["is", "anyOf", "isNot", "noneOf"].includes(op))
    throw invalid(path, "Choose one or more values from the list.");
  const where = await field.where(ctx, ids);
  if (op === "is" || op === "anyOf") return where;
  return field.nullable ? { OR: [{ NOT: where }, { [field.column]: null }] } : { NOT: where };
}

/** A field by its name, and nothing that every object has. */
function fieldOf(list: ListDefinition, name: string): ListField | undefined {
  return Object.hasOwn(list.fields, name) ? list.fields[name] : undefined;
}

type Asked = readonly Condition[] | undefined;

async function eachWhere(list: ListDefinition, conditions: Asked, ctx: Ctx, at: string): Promise<Where[]> {
  const where: Where[] = [];
  for (const [index, condition] of (conditions ?? []).entries()) {
    const path = `${at}.${index}`;
    const field = fieldOf(list, condition.field);
    if (!field) throw invalid(`${path}.field`, `This list has no field ${condition.field}.`);
    const compared = field.kind === "related" ? related : compare;
    where.push(await compared(field, condition, ctx, `${path}.value`));
  }
  return where;
}

/** A field that the list can be grouped by. */
export function groupField(list: ListDefinition, name: string, path = "group"): ListField {
  const field = fieldOf(list, name);
  if (!field?.groups) throw invalid(path, `This list cannot be grouped by ${name}.`);
  return field;
}

function withinWhere(list: ListDefinition, within: z.infer<typeof listInput>["within"], ctx: Ctx): Where[] {
  if (!within) return [];
  const { field: name, value } = within;
  const field = groupField(list, name, "within.field");
  const condition: Condition = value === null ? { field: name, op: "empty" } : { field: name, op: "is", value };
  return [compare(field, condition, ctx, "within.value")];
}

/** Archived rows or those that are not, where there are such. */
export function archivedWhere(list: ListDefinition, { archived }: { archived?: boolean | undefined }): Where[] {
  if (list.archives === false) return [];
  return [archived ? { NOT: { archivedAt: null } } : { archivedAt: null }];
}

const anyOrAll = (match: FilterInput["match"], parts: Where[]): Where =>
  match === "any" ? { OR: parts } : { AND: parts };

/** A filter as where-fragments. Unknown fields and values that do not fit are VALIDATION with their path. */
export async function filterWhere(list: ListDefinition, input: FilterInput, ctx: Ctx): Promise<Where[]> {
  const parts = await eachWhere(list, input.conditions, ctx, "conditions");
  for (const [index, group] of (input.groups ?? []).entries())
    parts.push(anyOrAll(group.match, await eachWhere(list, group.conditions, ctx, `groups.${index}.conditions`)));
  const where = parts.length > 0 ? [anyOrAll(input.match, parts)] : [];
  const q = input.q?.trim();
  if (q) where.push({ [list.search]: holding(q) });
  return where;
}

const cursorSchema = z.object({
  s: z.string(),
  v: z.union([z.string(), z.number(), z.null()]),
  id: z.uuid(),
  t: z.union([z.int(), z.literal("1000+")]),
});
type Cursor = z.infer<typeof cursorSchema>;

/** Whether a cursor's value could come from this field: cursors are seen by clients, and may come back changed. */
function cursorFits(field: ListField, value: Cursor["v"]): boolean {
  if (value === null) return field.nullable === true;
  if (field.kind === "number") return Number.isInteger(value) && Math.abs(Number(value)) <= largestInt;
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
    // Falls through to the refusal below, which says what to do.
  }
  throw invalid("cursor", "This cursor belongs to another list or order. Start again without a cursor.");
}

/** The cursor that `keyset` continues after this row with; `total` is the count that goes on with it. */
export function cursorAfter(list: ListDefinition, sort: Sort, row: { id: string }, total: ListTotal): string {
  const field = fieldOf(list, sort.field);
  if (!field) throw invalid("sort.field", `This list cannot be sorted by ${sort.field}.`);
  const v = cursorValue(field, (row as Record<string, unknown>)[field.column]);
  const cursor: Cursor = { s: `${sort.field}:${sort.direction}`, v, id: row.id, t: total };
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function cursorValue(field: ListField, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  return field.kind === "number" ? Number(value) : String(value);
}

function sqlValue(field: ListField, value: string | number): unknown {
  if (field.kind === "money") return BigInt(value);
  if (field.kind === "day" || field.kind === "instant") return new Date(value);
  return value;
}

export interface KeysetQuery<Row, W> {
  list: ListDefinition;
  input: z.infer<typeof listInput>;
  /** Visibility and whatever else always holds. */
  where: W[];
  find(args: { where: W; orderBy: { [column: string]: "asc" | "desc" }[]; take: number }): Promise<Row[]>;
}

/**
 * One page by keyset. Sorts by (column, id), values before nulls; the redundant leading bound lets the index do the
 * work at any depth. The count is exact to 1,000 and travels in the cursor, so later pages do not count again.
 */
export async function keyset<Row extends { id: string }, W>(ctx: Ctx, query: KeysetQuery<Row, W>) {
  const { list, input } = query;
  const limit = input.limit ?? 50;
  const sort = input.sort ?? list.defaultSort;
  const field = fieldOf(list, sort.field);
  if (!field?.sortable) throw invalid("sort.field", `This list cannot be sorted by ${sort.field}.`);
  const order = `${sort.field}:${sort.direction}`;
  const cursor = readCursor(input.cursor, order, field);
  const fixed: unknown[] = [
    ...query.where,
    ...(await filterWhere(list, input, ctx)),
    ...withinWhere(list, input.within, ctx),
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
    rows.push(
      ...(await query.find({
        where: all([{ [field.column]: null }, ...bound]),
        orderBy: [{ id: "asc" }],
        take: limit + 1 - rows.length,
      })),
    );
  }
  // A first page that holds all needs no count.
  const total = cursor
    ? cursor.t
    : rows.length <= limit
      ? rows.length
      : await countRows(ctx, list.table, { AND: fixed });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, total, nextCursor: rows.length > limit && last ? cursorAfter(list, sort, last, total) : null };
}

/** How many rows meet a fragment. Raw, because Prisma's count with `take` sorts all that it looks at by id. */
export async function countRows(ctx: Ctx, table: SqlTable, where: Where): Promise<ListTotal> {
  const [alias, from] = [table.alias, `${table.name} ${table.alias}`].map((text) => Prisma.raw(text));
  const rows = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select count(*)::int as count from (
      select 1 from ${from} where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)} limit 1001
    ) found`,
  );
  return capped(rows[0]?.count ?? 0);
}

/** A count as lists tell it. */
export const capped = (count: number): ListTotal => (count > 1000 ? "1000+" : count);

function after(field: ListField, direction: "asc" | "desc", value: unknown, id: string): unknown[] {
  const [beyond, from] = direction === "asc" ? (["gt", "gte"] as const) : (["lt", "lte"] as const);
  return [
    { [field.column]: { [from]: value } },
    { OR: [{ [field.column]: { [beyond]: value } }, { [field.column]: value, id: { [beyond]: id } }] },
  ];
}
