import { type BoardCards, sortedIndex } from "@/components/board/board-order";
import { valueIn } from "@/lib/fields/custom";
import type { Sort } from "@/lib/list";

/** The loaded part of a column, in the server's order. */
export interface ColumnPage<C> {
  columnId: string;
  rows: readonly C[];
  /** Null at the end of the column. */
  nextCursor: string | null;
}

/**
 * The cards in the columns where their present values belong. A card that was edited after its column was loaded goes
 * to the place that the order gives it in its new one.
 */
export function cardsByValue<C extends { id: string }>(
  pages: readonly ColumnPage<C>[],
  columnOf: (card: C) => string,
  compare: (a: C, b: C) => number,
): BoardCards<C> {
  const columns = new Map(
    pages.map(({ columnId, rows }) => [columnId, rows.filter((card) => columnOf(card) === columnId)]),
  );
  for (const { columnId, rows } of pages)
    for (const card of rows) {
      const column = columnOf(card) === columnId ? undefined : columns.get(columnOf(card));
      if (column?.every((other) => other.id !== card.id)) column.splice(sortedIndex(column, card, compare), 0, card);
    }
  return Object.fromEntries(columns);
}

type Sortable = string | number | null;

/** Compares cards as the server sorts them: by these values, unknown ones last. */
export function orderBy<C>(value: (card: C) => Sortable, direction: "asc" | "desc"): (a: C, b: C) => number {
  const way = direction === "asc" ? 1 : -1;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === right) return 0;
    if (left === null) return 1;
    if (right === null) return -1;
    return (left < right ? -1 : 1) * way;
  };
}

/** The order of the server, as well as the browser can tell. */
export function orderOf<C extends object>({ field, direction }: Sort): (a: C, b: C) => number {
  return orderBy((card) => {
    const value = valueIn(card, field) ?? null;
    if (typeof value === "number") return value;
    if (value !== null && typeof value === "object") return (value as { amount?: number }).amount ?? null;
    return value === null ? null : String(value).toLocaleLowerCase();
  }, direction);
}
