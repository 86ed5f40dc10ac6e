"use client";

import { type ColumnSizingState, type RowData, type RowSelectionState, useTable } from "@tanstack/react-table";
import { useCallback, useEffect, useMemo, useState } from "react";
import {
  type ColumnPlace,
  gridTracks,
  maxColumnWidth,
  minColumnWidth,
  placeColumns,
  withWidths,
} from "@/components/data-table/column-layout";
import type { DataColumn } from "@/components/data-table/data-column";
import { features } from "@/components/data-table/table-features";

interface ListTableOptions<T> {
  rows: readonly T[];
  columns: readonly DataColumn<T>[];
  rowId(row: T): string;
  places: ColumnPlace[] | null;
  onPlacesChange?: ((places: ColumnPlace[]) => void) | undefined;
  groupedBy?: string | null | undefined;
}

/** The table model of a list: column positions, widths during a resize, and the selection. */
export function useListTable<T extends RowData>(options: ListTableOptions<T>) {
  const { rows, columns, rowId, places, onPlacesChange, groupedBy } = options;
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const [dragged, setDragged] = useState<ColumnSizingState | null>(null);

  const placed = useMemo(
    () => placeColumns(columns, places).filter((column) => column.id !== groupedBy),
    [columns, places, groupedBy],
  );
  const columnSizing = useMemo(
    () => dragged ?? Object.fromEntries(placed.map((column) => [column.id, column.width])),
    [dragged, placed],
  );
  const state = useMemo(
    () => ({
      rowSelection,
      columnSizing,
      columnOrder: placed.map((column) => column.id),
      columnVisibility: Object.fromEntries(
        columns.map((column) => [column.id, placed.some((shown) => shown.id === column.id)]),
      ),
      columnPinning: { start: placed.filter((column) => column.pinned).map((column) => column.id), end: [] },
    }),
    [rowSelection, columnSizing, placed, columns],
  );
  const defs = useMemo(
    () => columns.map((column) => ({ id: column.id, minSize: minColumnWidth, maxSize: maxColumnWidth })),
    [columns],
  );

  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    state,
    columnResizeMode: "onChange",
    onRowSelectionChange: setRowSelection,
    onColumnSizingChange: (updater) =>
      setDragged((before) => (typeof updater === "function" ? updater(before ?? columnSizing) : updater)),
  });

  const resizing = table.state.columnResizing.isResizingColumn;
  // The table library reports the end of a resize only through its state.
  useEffect(() => {
    if (resizing !== false || dragged === null) return;
    onPlacesChange?.(withWidths(placed, dragged));
    setDragged(null);
  }, [resizing, dragged, placed, onPlacesChange]);

  const setWidth = useCallback(
    (id: string, width: number) => onPlacesChange?.(withWidths(placed, { [id]: width })),
    [placed, onPlacesChange],
  );
  return {
    table,
    placed,
    resizing,
    tracks: gridTracks(placed, columnSizing),
    setWidth,
    selection: rowSelection,
    setSelection: setRowSelection,
  };
}
