"use client";

import type { RowData } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { ColumnPlace } from "@/components/data-table/column-layout";
import type { DataColumn } from "@/components/data-table/data-column";
import { type ListGroups, listItems } from "@/components/data-table/list-items";
import { useListTable } from "@/components/data-table/use-list-table";

interface ListRowsOptions<T extends RowData> {
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowId(row: T): string;
  places?: ColumnPlace[] | null;
  onPlacesChange?: (places: ColumnPlace[]) => void;
  groups?: ListGroups<T> | undefined;
}

const noPlaces: ColumnPlace[] | null = null;

/**
 * The rows of a list as rendered, with group heads, and the selection. `hadAll`: all loaded rows were selected since
 * the selection began, also when more rows follow.
 */
export function useListRows<T extends RowData>(options: ListRowsOptions<T>) {
  const { columns, rows, rowId, groups, places = noPlaces, onPlacesChange } = options;
  const model = useListTable({ rows, columns, rowId, places, onPlacesChange, groupedBy: groups?.columnId });
  const listRows = model.table.getRowModel().rows;
  const items = useMemo(() => listItems(listRows, groups), [listRows, groups]);
  const indexes = useMemo(() => new Map(items.map((item, index) => [item.id, index])), [items]);
  const rowIds = useMemo(() => items.flatMap((item) => (item.kind === "row" ? [item.id] : [])), [items]);
  const columnsById = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const selectedRows = useMemo(
    () => listRows.filter((row) => model.selection[row.id]).map((row) => row.original),
    [listRows, model.selection],
  );
  const selecting = selectedRows.length > 0;
  const allSelected = selecting && model.table.getIsAllRowsSelected();
  // Kept here, because the bar of the actions is loaded later than rows may follow.
  const [hadAll, setHadAll] = useState(false);
  if (hadAll !== (selecting && (hadAll || allSelected))) setHadAll(!hadAll);
  const lists = { items, indexes, rowIds, columnsById };
  return { model, loaded: listRows.length, ...lists, selectedRows, selecting, allSelected, hadAll };
}
