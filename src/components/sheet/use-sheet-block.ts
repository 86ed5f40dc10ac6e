"use client";

import type { RowData } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { Cursor } from "@/components/data-table/use-list-cursor";
import type { useListRows } from "@/components/data-table/use-list-rows";
import type { useListWindow } from "@/components/data-table/use-list-window";
import { type At, type Block, blockOf, movedWithin } from "./sheet-block";

/** The selected cells of a sheet: those between the one with the focus and the one where the selection began. */
export interface SheetBlock {
  /** The cell with the focus. */
  focus: At;
  block: Block;
  size: { rows: number; columns: number };
  /** Gives a cell the focus; with `extend` those up to it are selected too. */
  goTo(at: At, extend?: boolean): void;
  step(by: { rows: number; columns: number }, extend?: boolean): void;
  /** Selects a block; its first cell gets the focus. */
  select(block: Block): void;
  rowIdAt(row: number): string;
  columnIdAt(column: number): string;
  /** The place of a cell; null for one that is not shown. */
  placeOf(rowId: string, columnId: string): At | null;
}

interface BlockOptions<T extends RowData> {
  list: ReturnType<typeof useListRows<T>>;
  view: ReturnType<typeof useListWindow<T>>;
}

export function useSheetBlock<T extends RowData>({ list, view }: BlockOptions<T>): SheetBlock {
  const [anchor, setAnchor] = useState<Cursor | null>(null);
  const { rowIds, indexes, model } = list;
  const columns = useMemo(() => model.placed.map(({ id }) => id), [model.placed]);
  const size = { rows: rowIds.length, columns: columns.length };
  const { cursor, currentId } = view;
  const placeOf = (rowId: string | undefined, columnId: string | null): At | null => {
    const row = rowId === undefined ? undefined : indexes.get(rowId);
    const column = columnId === null ? 0 : columns.indexOf(columnId);
    return row === undefined || column < 0 ? null : { row, column };
  };
  const focus = placeOf(currentId, cursor?.columnId ?? null) ?? { row: 0, column: 0 };
  const began = (anchor && placeOf(anchor.rowId, anchor.columnId)) ?? focus;
  const rowIdAt = (row: number) => rowIds[row] ?? "";
  const columnIdAt = (column: number) => columns[column] ?? "";
  const cellAt = ({ row, column }: At): Cursor => ({ rowId: rowIdAt(row), columnId: columnIdAt(column) });

  function show(at: At, from: Cursor | null): void {
    const { rowId, columnId } = cellAt(at);
    if (rowId === "") return;
    setAnchor(from);
    view.move(rowId, columnId);
  }
  const goTo = (at: At, extend = false) => show(at, extend ? (anchor ?? cellAt(focus)) : null);
  return {
    focus,
    block: blockOf(focus, began),
    size,
    goTo,
    step: (by, extend) => goTo(movedWithin(focus, by, size), extend),
    select: ({ from, to }) => show(from, cellAt(to)),
    rowIdAt,
    columnIdAt,
    placeOf,
  };
}
