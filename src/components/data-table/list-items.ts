import type { RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { ListRow } from "@/components/data-table/table-features";

/** The header of a group: its text, the number of rows, and totals in their columns. */
export interface GroupHead {
  id: string;
  /** The label as text. */
  name: string;
  label: ReactNode;
  count: number;
  sums?: Readonly<Record<string, ReactNode>> | undefined;
  /** All of its rows are loaded. */
  complete: boolean;
}

/** The id of a group's value: rows without a value have one too. */
export function groupId(value: string | null): string {
  if (value === null) return "-";
  return value.startsWith("-") ? `-${value}` : value;
}

/** The groups of a list in order; each row belongs to one. */
export interface ListGroups<T> {
  /** The column of the grouping; it is hidden. */
  columnId: string;
  of(row: T): string;
  heads: readonly GroupHead[];
  /** Collapsed groups. */
  closed: ReadonlySet<string>;
  onToggle(id: string): void;
}

export type ListItem<T extends RowData> =
  | { kind: "group"; id: string; head: GroupHead }
  | { kind: "row"; id: string; row: ListRow<T> };

/** Rows and group heads in display order up to the first gap: the rest is not loaded yet. */
export function listItems<T extends RowData>(
  rows: readonly ListRow<T>[],
  groups: ListGroups<T> | undefined,
): ListItem<T>[] {
  const drawn = (row: ListRow<T>): ListItem<T> => ({ kind: "row", id: row.id, row });
  if (!groups) return rows.map(drawn);
  const byGroup = new Map<string, ListRow<T>[]>();
  for (const row of rows) {
    const id = groups.of(row.original);
    const own = byGroup.get(id);
    if (own) own.push(row);
    else byGroup.set(id, [row]);
  }
  const items: ListItem<T>[] = [];
  for (const head of groups.heads) {
    items.push({ kind: "group", id: `group ${head.id}`, head });
    if (groups.closed.has(head.id)) continue;
    items.push(...(byGroup.get(head.id) ?? []).map(drawn));
    if (!head.complete) break;
  }
  return items;
}

/** The next row from a place in a direction, skipping group heads; null at the end. */
export function rowFrom<T extends RowData>(items: readonly ListItem<T>[], from: number, step: 1 | -1): string | null {
  for (let index = from + step; index >= 0 && index < items.length; index += step) {
    const item = items[index];
    if (item?.kind === "row") return item.id;
  }
  return null;
}

/**
 * The row after a removed one that still exists, else the one before it; null when neither exists, or when the order
 * changed: that list belongs to another query.
 */
export function neighbourOf(before: readonly string[], removed: string, now: readonly string[]): string | null {
  const at = before.indexOf(removed);
  if (at < 0) return null;
  const known = new Set(before);
  const there = new Set(now);
  const left = before.filter((id) => there.has(id));
  const sameOrder = now.filter((id) => known.has(id)).every((id, index) => id === left[index]);
  if (!sameOrder) return null;
  const has = (id: string) => there.has(id);
  return before.slice(at + 1).find(has) ?? before.slice(0, at).findLast(has) ?? null;
}
