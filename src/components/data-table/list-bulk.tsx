"use client";

import type { RowData } from "@tanstack/react-table";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { BulkBar } from "@/components/data-table/bulk-bar";
import type { ListGroups } from "@/components/data-table/list-items";
import { useListLocale } from "@/components/data-table/list-locale";
import type { useListRows } from "@/components/data-table/use-list-rows";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { type SelectAll, useSelectAll } from "@/components/data-table/use-select-all";
import { useStable } from "@/components/ui/use-stable";
import type { ListTotal } from "@/lib/list-filter";

/** The selected rows, for the bulk actions. */
export interface ListSelection<T> {
  ids: string[];
  rows: T[];
  /** All rows that match are selected, also those that are not loaded. */
  all: boolean;
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
  const { selecting, selectedRows, allSelected, hadAll } = list;
  const { table } = list.model;
  const { locale } = useListLocale();
  const selectedIds = useMemo(() => selectedRows.map(rowId), [selectedRows, rowId]);
  const closedRows = groups?.heads.reduce((sum, head) => sum + (groups.closed.has(head.id) ? head.count : 0), 0) ?? 0;
  const { isAll, setAll } = useAllMatching(list.loaded, allSelected, () => table.toggleAllRowsSelected(true));
  const selectAll = useSelectAll({
    loaded: list.loaded,
    total: typeof total === "number" ? total - closedRows : total,
    selecting,
    allLoadedSelected: allSelected,
    hadAll,
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
      count={isAll ? null : selectedRows.length}
      sum={isAll ? undefined : bulkSum?.(selectedRows)}
      selectAll={groups ? selectAll : allMatching({ isAll, total, hadAll, setAll, loaded: selectAll })}
      isPeekOpen={Boolean(given.peek?.id)}
      onClear={onClear}
    >
      {bulk({ ids: selectedIds, rows: selectedRows, all: isAll, clear: onClear })}
    </BulkBar>
  );
}

/** Whether all rows that match are chosen. A row that is deselected ends it; rows that are loaded later are selected. */
function useAllMatching(loaded: number, allSelected: boolean, selectLoaded: () => void) {
  const [chosenAt, setChosenAt] = useState<number | null>(null);
  if (chosenAt === loaded && !allSelected) setChosenAt(null);
  const select = useStable(selectLoaded);
  // The pages that the server answers with.
  useEffect(() => {
    if (chosenAt === null || chosenAt === loaded) return;
    select();
    setChosenAt(loaded);
  }, [chosenAt, loaded, select]);
  function setAll(all: boolean): void {
    if (all) selectLoaded();
    setChosenAt(all ? loaded : null);
  }
  return { isAll: chosenAt !== null, setAll };
}

interface AllMatching {
  isAll: boolean;
  total: ListTotal;
  hadAll: boolean;
  setAll(all: boolean): void;
  /** The offer to load and select the other rows, of lists that are short enough. */
  loaded: SelectAll | null;
}

/** The offer to select all rows that match without loading them, in lists beyond 1,000 rows, and the way back. */
function allMatching({ isAll, total, hadAll, setAll, loaded }: AllMatching): SelectAll | null {
  if (typeof total === "number") return loaded;
  if (isAll) return { label: "Only the loaded ones", busy: false, run: () => setAll(false) };
  return hadAll ? { label: "Select all matching", busy: false, run: () => setAll(true) } : null;
}
