"use client";

import type { RowData } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { BulkBar } from "@/components/data-table/bulk-bar";
import type { ListGroups } from "@/components/data-table/list-items";
import { useListLocale } from "@/components/data-table/list-locale";
import type { useListRows } from "@/components/data-table/use-list-rows";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useSelectAll } from "@/components/data-table/use-select-all";
import type { ListTotal } from "@/lib/list-filter";

/** The selected rows, for the bulk actions. */
export interface ListSelection<T> {
  ids: string[];
  rows: T[];
  clear(): void;
}

/** The facts about a list that bulk actions need. */
export interface BulkProps<T extends RowData> {
  rowId(row: T): string;
  total: ListTotal;
  hasMore: boolean;
  /** Rows are being loaded. */
  fetching?: boolean;
  /** The next rows could not be loaded: nothing more is requested until somebody tries again. */
  moreFailed?: boolean;
  fetchMore(): void;
  groups?: ListGroups<T> | undefined;
  /** The row that is open beside the list; Space opens and closes it, j and k change it. */
  peek?: RowPeek | undefined;
  bulk?: (selection: ListSelection<T>) => ReactNode;
  bulkSum?: (rows: T[]) => ReactNode;
}

interface ListBulkProps<T extends RowData> {
  given: BulkProps<T>;
  list: ReturnType<typeof useListRows<T>>;
  onClear(): void;
}

/** The bar of actions for the selected rows; nothing while none is selected. */
export function ListBulk<T extends RowData>({ given, list, onClear }: ListBulkProps<T>) {
  const { groups, total, hasMore, fetchMore, bulk, bulkSum, rowId } = given;
  const { selecting, selectedRows } = list;
  const { table } = list.model;
  const { locale } = useListLocale();
  const selectedIds = useMemo(() => selectedRows.map(rowId), [selectedRows, rowId]);
  const closedRows = groups?.heads.reduce((sum, head) => sum + (groups.closed.has(head.id) ? head.count : 0), 0) ?? 0;
  const selectAll = useSelectAll({
    loaded: list.loaded,
    total: typeof total === "number" ? total - closedRows : total,
    selecting,
    allLoadedSelected: selecting && table.getIsAllRowsSelected(),
    hasMore,
    moreFailed: given.moreFailed === true,
    fetching: given.fetching === true,
    fetchMore,
    selectLoaded: () => table.toggleAllRowsSelected(true),
    locale,
  });
  if (!selecting || !bulk) return null;
  return (
    <BulkBar
      count={selectedRows.length}
      sum={bulkSum?.(selectedRows)}
      selectAll={selectAll}
      isPeekOpen={Boolean(given.peek?.id)}
      onClear={onClear}
    >
      {bulk({ ids: selectedIds, rows: selectedRows, clear: onClear })}
    </BulkBar>
  );
}
