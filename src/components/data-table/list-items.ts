import type { RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { ListRow } from "@/components/data-table/table-features";

/** The head of a group: what stands beside the chevron, how many rows, and totals in the columns they total. */
export interface GroupHead {
  label: ReactNode;
  count?: ReactNode;
  sums?: Readonly<Record<string, ReactNode>>;
}

/** Rows that arrive sorted by their group; heads are drawn where the group changes. */
export interface ListGroups<T> {
  /** The column that is grouped by; it leaves the columns. */
  columnId?: string;
  of(row: T): string;
  head(groupId: string): GroupHead;
}

export type ListItem<T extends RowData> = { kind: "group"; id: string } | { kind: "row"; id: string; row: ListRow<T> };

/** Rows and group heads in the order they are drawn; rows of closed groups are left out. */
export function listItems<T extends RowData>(
  rows: readonly ListRow<T>[],
  groups: ListGroups<T> | undefined,
  closed: ReadonlySet<string>,
): ListItem<T>[] {
  const items: ListItem<T>[] = [];
  let current: string | undefined;
  for (const row of rows) {
    const group = groups?.of(row.original);
    if (group !== undefined && group !== current) {
      current = group;
      items.push({ kind: "group", id: group });
    }
    if (group === undefined || !closed.has(group)) items.push({ kind: "row", id: row.id, row });
  }
  return items;
}

/** The next row from a place in a direction, jumping over group heads; null at the end. */
export function rowFrom<T extends RowData>(items: readonly ListItem<T>[], from: number, step: 1 | -1): string | null {
  for (let index = from + step; index >= 0 && index < items.length; index += step) {
    const item = items[index];
    if (item?.kind === "row") return item.id;
  }
  return null;
}
