import type { RowData } from "@tanstack/react-table";
import type { RefObject } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import { type ListItem, rowFrom } from "@/components/data-table/list-items";
import type { ListTree } from "@/components/data-table/list-tree";
import type { Cursor } from "@/components/data-table/use-list-cursor";
import type { useListTable } from "@/components/data-table/use-list-table";
import type { RowPeek } from "@/components/data-table/use-row-peek";

/** The displayed rows and columns of a list, and its cursor. */
export interface ListFacts<T extends RowData> {
  model: ReturnType<typeof useListTable<T>>;
  items: readonly ListItem<T>[];
  indexes: ReadonlyMap<string, number>;
  columnsById: ReadonlyMap<string, DataColumn<T>>;
  cursor: Cursor | null;
  currentId: string | undefined;
  move(rowId: string, columnId?: string | null): void;
  scroller: RefObject<HTMLElement | null>;
  phone: boolean;
  selecting: boolean;
  onOpen(row: T): void;
  peek?: RowPeek | undefined;
  tree?: ListTree | undefined;
  onEdit?: ((row: T, columnId: string, value: unknown, header: string) => Promise<void>) | undefined;
}

export type ListReading<T extends RowData> = ReturnType<typeof readList<T>>;

/** Creates functions that look up rows and cells of a list as displayed. */
export function readList<T extends RowData>({ model, items, indexes, columnsById, onEdit }: ListFacts<T>) {
  const { placed } = model;

  function rowOf(id: string | undefined): T | undefined {
    const item = id === undefined ? undefined : items[indexes.get(id) ?? -1];
    return item?.kind === "row" ? item.row.original : undefined;
  }
  function canEdit(id: string, columnId: string | null): columnId is string {
    const row = rowOf(id);
    const editable = columnId === null ? undefined : columnsById.get(columnId)?.editable;
    return onEdit !== undefined && editable !== undefined && row !== undefined && !editable.locked?.(row);
  }
  /** The row a number of rows below or above an index; at most the list's last or first one. */
  function rowAtOffset(index: number, by: number): string | null {
    let id: string | null = null;
    for (let count = Math.abs(by), from = index; count > 0; count--) {
      const next = rowFrom(items, from, by > 0 ? 1 : -1);
      if (next === null) break;
      id = next;
      from = indexes.get(next) ?? from;
    }
    return id;
  }
  /** The next column of a row to one side, or the next editable one. */
  function nextCell(from: string, by: 1 | -1, rowId: string, editableOnly: boolean): string | null {
    let index = placed.findIndex((column) => column.id === from) + by;
    for (; index >= 0 && index < placed.length; index += by) {
      const id = placed[index]?.id;
      if (id !== undefined && (!editableOnly || canEdit(rowId, id))) return id;
    }
    return null;
  }
  return { rowOf, canEdit, rowAtOffset, nextCell };
}
