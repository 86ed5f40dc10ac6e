import "server-only";
import { z } from "zod";
import { largestNumber } from "@/lib/fields/number";
import { listTotal, type Sort } from "@/lib/list";
import type { ListTotal } from "@/lib/list-filter";
import type { Ctx } from "./context.ts";
import { isKeyColumn } from "./custom/key-column.ts";
import { invalid } from "./errors.ts";
import { largestInt } from "./list-compare.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { fieldOf } from "./list-filter.ts";
import { unstorableText } from "./storable.ts";

/** One of the fields that a list is sorted by. */
export interface SortKey {
  field: ListField;
  direction: Sort["direction"];
}

const cursorValue = z.union([z.string(), z.number(), z.null()]);
type CursorValue = z.infer<typeof cursorValue>;
const cursorSchema = z.object({
  s: z.string(),
  // One value in cursors of servers that know one sort only.
  v: z.union([cursorValue, z.array(cursorValue)]),
  id: z.uuid(),
  t: listTotal,
});

/** The last row of a page: its id, and its values in the order of the sort keys. */
export interface RowEnd {
  values: unknown[];
  id: string;
}

/** The sorts of a list's input, the first one first; a field counts once. */
export const sortsOf = (sort: Sort | readonly Sort[]): Sort[] => {
  const sorts = [sort].flat() as Sort[];
  return sorts.filter(({ field }, place) => sorts.findIndex((one) => one.field === field) === place);
};

const nameOf = (sorts: readonly Sort[]): string =>
  sorts.map(({ field, direction }) => `${field}:${direction}`).join(",");

/** The fields of some sorts. VALIDATION for one that the list is not sorted by. */
export function sortKeys(ctx: Ctx, list: ListDefinition, sorts: readonly Sort[]): SortKey[] {
  return sorts.map(({ field: name, direction }, place) => {
    const field = fieldOf(ctx, list, name);
    const path = place === 0 ? "sort.field" : `sort.${place}.field`;
    if (!field?.sortable) throw invalid(path, `This list cannot be sorted by ${name}. Choose another field.`);
    return { field, direction };
  });
}

/** Whether a cursor's value could come from this field: clients see cursors and may change them. */
function cursorFits(field: ListField, value: CursorValue | undefined): boolean {
  if (value === undefined) return false;
  if (value === null) return field.nullable === true;
  if (isKeyColumn(field.column))
    return typeof value === "number" ? Number.isFinite(value) : unstorableText(value) === null;
  if (field.kind === "number") return Number.isInteger(value) && Math.abs(Number(value)) <= largestInt;
  if (field.kind === "decimal") return typeof value === "number" && Math.abs(value) <= largestNumber;
  if (typeof value !== "string") return false;
  if (field.kind === "money" || field.kind === "amounts") return /^-?\d{1,18}$/.test(value);
  if (field.kind === "day" || field.kind === "instant")
    return z.iso.datetime().safeParse(value).success && !value.startsWith("0000");
  return unstorableText(value) === null;
}

/** The row that a page continues after, with the count; null for the first page. VALIDATION for a cursor of another list. */
export function readCursor(
  text: string | undefined,
  sorts: readonly Sort[],
  keys: readonly SortKey[],
): (RowEnd & { total: ListTotal }) | null {
  if (!text) return null;
  try {
    const { s, v, id, t } = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    const values = [v].flat();
    const fits = values.length === keys.length && keys.every(({ field }, place) => cursorFits(field, values[place]));
    if (s === nameOf(sorts) && fits) {
      const stored = keys.map(({ field }, place) => sqlValue(field, values[place] ?? null));
      return { values: stored, id, total: t };
    }
  } catch {
    // Falls through to the error below, which gives advice.
  }
  throw invalid("cursor", "This cursor belongs to another list or order. Start again without a cursor.");
}

/** The cursor with which `keyset` continues after this row; it carries `total`, the count. */
export function cursorAfter(
  ctx: Ctx,
  list: ListDefinition,
  sort: Sort | readonly Sort[],
  row: { id: string },
  total: ListTotal,
): string {
  const sorts = sortsOf(sort);
  const v = sortKeys(ctx, list, sorts).map(({ field }) =>
    writtenValue(field, (row as Record<string, unknown>)[field.column]),
  );
  const cursor: z.infer<typeof cursorSchema> = { s: nameOf(sorts), v, id: row.id, t: total };
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function writtenValue(field: ListField, value: unknown): CursorValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  if (isKeyColumn(field.column)) return value as string | number;
  return field.kind === "number" || field.kind === "decimal" ? Number(value) : String(value);
}

function sqlValue(field: ListField, value: CursorValue): unknown {
  if (value === null || isKeyColumn(field.column)) return value;
  if (field.kind === "money" || field.kind === "amounts") return BigInt(value);
  if (field.kind === "day" || field.kind === "instant") return new Date(value);
  return value;
}

/** The conditions for rows after another one; the redundant first bound makes the index usable at any depth. */
export function boundsAfter(keys: readonly SortKey[], end: RowEnd): Where[] {
  const [first] = keys;
  if (!first) return [];
  const from = first.direction === "asc" ? "gte" : "lte";
  return [{ [first.field.column]: { [from]: end.values[0] } }, beyond(keys, end, 0)];
}

/** Rows that follow by the keys from `place` on, when those before are equal; nulls come last in each but the first. */
function beyond(keys: readonly SortKey[], end: RowEnd, place: number): Where {
  const key = keys[place];
  const sign = (direction: Sort["direction"]) => (direction === "asc" ? "gt" : "lt");
  if (!key) return { id: { [sign(keys[0]?.direction ?? "asc")]: end.id } };
  const { column, nullable } = key.field;
  const value = end.values[place];
  const rest = beyond(keys, end, place + 1);
  if (value === null) return { AND: [{ [column]: null }, rest] };
  return {
    OR: [
      { [column]: { [sign(key.direction)]: value } },
      ...(place > 0 && nullable ? [{ [column]: null }] : []),
      { AND: [{ [column]: value }, rest] },
    ],
  };
}
