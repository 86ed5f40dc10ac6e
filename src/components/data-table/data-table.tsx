"use client";

import type { RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from "react";
import { BulkBar } from "@/components/data-table/bulk-bar";
import { type ColumnPlace, checkboxWidth } from "@/components/data-table/column-layout";
import type { DataColumn } from "@/components/data-table/data-column";
import { type ListGroups, listItems } from "@/components/data-table/list-items";
import { listKeys } from "@/components/data-table/list-keys";
import { useListLocale } from "@/components/data-table/list-locale";
import { MoreFailed } from "@/components/data-table/more-failed";
import { TableBody } from "@/components/data-table/table-body";
import { TableHead } from "@/components/data-table/table-head";
import type { RowContext } from "@/components/data-table/table-row";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { useListActions } from "@/components/data-table/use-list-actions";
import { type Cursor, useListCursor } from "@/components/data-table/use-list-cursor";
import { useListTable } from "@/components/data-table/use-list-table";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useSelectAll } from "@/components/data-table/use-select-all";
import { useIsPhone, useRowHeight } from "@/components/data-table/use-table-metrics";
import { useHydrated } from "@/components/form/use-hydrated";
import { useOwnKeys } from "@/components/layout/keyboard";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";
import type { ListTotal, Sort } from "@/lib/list";

/** The rows that are selected now, for the verbs of the bulk bar. */
export interface ListSelection<T> {
  ids: string[];
  rows: T[];
  clear(): void;
}

export interface DataTableProps<T extends RowData> {
  /** Names the list, as "Opportunities". */
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowId(row: T): string;
  rowLabel(row: T): string;
  total: ListTotal;
  status: "loading" | "error" | "ready";
  hasMore: boolean;
  /** Rows are asked for now, these or further ones. */
  fetching?: boolean;
  /** The next rows could not be loaded: nothing more is asked for until somebody tries again. */
  moreFailed?: boolean;
  fetchMore(): void;
  /** Stands in the place of the rows when loading failed. */
  error?: ReactNode;
  empty?: ReactNode;
  emptyFiltered?: ReactNode;
  /** Filters or a search are on, so that no rows does not mean that there are none. */
  filtered?: boolean;
  sort?: Sort | null;
  onSortChange?: (sort: Sort) => void;
  places?: ColumnPlace[] | null;
  onPlacesChange?: (places: ColumnPlace[]) => void;
  groups?: ListGroups<T> | undefined;
  rowHref?: (row: T) => string;
  onOpen(row: T): void;
  /** The row that is open beside the list; Space opens and closes it, j and k move it. */
  peek?: RowPeek | undefined;
  /** Saves one value of the column with this header; a rejection's message is shown under the cell. */
  onEdit?: (row: T, columnId: string, value: unknown, header: string) => Promise<void>;
  bulk?: (selection: ListSelection<T>) => ReactNode;
  bulkSum?: (rows: T[]) => ReactNode;
}

/** Where one was in a list. */
interface ListPlace {
  offset: number;
  cursor: Cursor | null;
}

const headHeight = 32;
const groupHeight = 34;
const noPlaces: ColumnPlace[] | null = null;

/** A list of any length: keyset pages behind a virtual scroller, columns, selection, keyboard and edits in place. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { columns, rows, groups, places = noPlaces, status, hasMore } = props;
  const phone = useIsPhone();
  const rowHeight = useRowHeight();
  const scroller = useRef<HTMLDivElement>(null);

  const model = useListTable({
    rows,
    columns,
    rowId: props.rowId,
    places,
    onPlacesChange: props.onPlacesChange,
    groupedBy: groups?.columnId,
  });
  const { table, placed } = model;
  const listRows = table.getRowModel().rows;
  const items = useMemo(() => listItems(listRows, groups), [listRows, groups]);
  const indexes = useMemo(() => new Map(items.map((item, index) => [item.id, index])), [items]);
  const rowIds = useMemo(() => items.flatMap((item) => (item.kind === "row" ? [item.id] : [])), [items]);
  const columnsById = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);

  useOwnKeys("In the list", listKeys);

  const selectedRows = useMemo(
    () => listRows.filter((row) => model.selection[row.id]).map((row) => row.original),
    [listRows, model.selection],
  );
  const selecting = selectedRows.length > 0;
  const bottom = selecting ? 80 : 0;
  const top = phone ? 0 : headHeight;

  const place = usePlace<ListPlace>(props.label);
  const { cursor, move } = useListCursor({
    container: scroller,
    start: place.before?.cursor ?? null,
    peek: props.peek,
    has: (id) => indexes.has(id),
    rowIds,
    reveal: (id) => {
      const index = indexes.get(id);
      if (index !== undefined) virtualizer.scrollToIndex(index, { align: "auto" });
    },
  });
  const currentId = cursor && indexes.has(cursor.rowId) ? cursor.rowId : items.find((item) => item.kind === "row")?.id;
  const currentIndex = currentId === undefined ? -1 : (indexes.get(currentId) ?? -1);

  const virtualizer = useVirtualizer({
    count: items.length + (hasMore ? 3 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === "group" ? groupHeight : rowHeight),
    getItemKey: (index) => items[index]?.id ?? `more-${index - items.length}`,
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: top,
    scrollPaddingEnd: bottom,
    paddingEnd: bottom,
    initialRect: { width: 1200, height: 900 },
    initialOffset: place.before?.offset ?? 0,
    // The row with the cursor stays drawn, so that the focus is never lost by scrolling.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      if (currentIndex >= 0 && currentIndex < from) range.unshift(currentIndex);
      if (currentIndex > to) range.push(currentIndex);
      return range;
    },
  });
  // The virtualizer keeps measured sizes of its own.
  useEffect(() => {
    if (rowHeight > 0) virtualizer.measure();
  }, [rowHeight, virtualizer]);

  const keepPlace = useStable(() => place.keep({ offset: scroller.current?.scrollTop ?? 0, cursor }));
  const peeked = props.peek?.id ?? null;
  // The browser's history: a cursor that moved and a record that was opened beside belong to the place, too.
  useEffect(() => {
    if (cursor !== null || peeked !== null) keepPlace();
  }, [cursor, peeked, keepPlace]);

  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.findLast((item) => item.index !== currentIndex)?.index ?? 0;
  const fetchMore = useStable(props.fetchMore);
  const near = lastVisible >= items.length - 20 && hasMore && !props.moreFailed && !props.fetching;
  // Scrolling, through the virtualizer, decides when the next page is asked of the server. After each drawing: what was
  // asked for may have been ended by something else, and asking twice is asking once.
  useEffect(() => {
    if (near) fetchMore();
  });

  const selectedIds = useMemo(() => selectedRows.map(props.rowId), [selectedRows, props.rowId]);

  const actions = useListActions({
    ...props,
    model,
    items,
    indexes,
    columnsById,
    cursor,
    currentId,
    move,
    phone,
    selecting,
    scroller,
  });
  const { locale } = useListLocale();
  const closedRows = groups?.heads.reduce((sum, head) => sum + (groups.closed.has(head.id) ? head.count : 0), 0) ?? 0;
  const selectAll = useSelectAll({
    loaded: listRows.length,
    total: typeof props.total === "number" ? props.total - closedRows : props.total,
    selecting,
    allLoadedSelected: selecting && table.getIsAllRowsSelected(),
    hasMore,
    moreFailed: props.moreFailed === true,
    fetching: props.fetching === true,
    fetchMore: props.fetchMore,
    selectLoaded: () => table.toggleAllRowsSelected(true),
    locale,
  });
  const peekable = props.peek !== undefined;
  const context = useMemo(
    (): RowContext<T> => ({
      columns: columnsById,
      placed,
      rowLabel: props.rowLabel,
      rowHref: props.rowHref,
      peekable,
      onToggle: actions.onToggle,
      onSave: actions.onSave,
      onCancel: actions.onCancel,
      pendingLabel: actions.edits.pendingLabel,
      refusal: actions.edits.refusal,
    }),
    [
      columnsById,
      placed,
      props.rowLabel,
      props.rowHref,
      peekable,
      actions.onToggle,
      actions.onSave,
      actions.onCancel,
      actions.edits.pendingLabel,
      actions.edits.refusal,
    ],
  );
  // Before the browser has taken the page over nobody hears a key.
  const live = useHydrated();
  const none = items.length === 0;
  // Nothing at all has no grid; no hits and a failure keep the head, so that it is plain what was asked.
  const bare = none && status === "ready" && !props.filtered;
  const nothing =
    none && status === "ready" ? (props.filtered ? (props.emptyFiltered ?? props.empty) : props.empty) : null;
  const slot = none && status === "error" ? props.error : nothing;
  const minWidth =
    checkboxWidth + placed.reduce((sum, column) => sum + (table.state.columnSizing[column.id] ?? column.width), 0);
  const known = typeof props.total === "number" && !groups;

  return (
    <section aria-label={props.label} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={scroller}
        // Set by hand, because a state would draw the whole list again with each step sideways.
        onScroll={({ currentTarget }) => {
          currentTarget.dataset.aside = String(currentTarget.scrollLeft > 0);
          keepPlace();
        }}
        className="group/list flex min-h-0 flex-1 flex-col overflow-auto overscroll-contain phone:overflow-x-hidden [overflow-anchor:none]"
      >
        <table
          {...actions.gridProps}
          data-live={live || undefined}
          aria-label={props.label}
          aria-busy={status === "loading"}
          aria-rowcount={known ? Number(props.total) + 1 : -1}
          aria-colcount={placed.length + 1}
          style={{ "--tracks": model.tracks, minWidth: phone ? undefined : minWidth } as CSSProperties}
          className={cn("relative block w-full shrink-0 text-md", bare && "hidden")}
        >
          <TableHead
            headers={table.getLeafHeaders()}
            columns={columnsById}
            placed={placed}
            sort={props.sort ?? null}
            onSortChange={props.onSortChange}
            resizing={model.resizing}
            phone={phone}
            onWidth={props.onPlacesChange ? model.setWidth : undefined}
            allSelected={selecting && table.getIsAllRowsSelected()}
            someSelected={selecting}
            onToggleAll={actions.toggleAll}
          />
          {status === "loading" && none ? (
            <TableSkeleton placed={placed} columns={columnsById} phone={phone} height={rowHeight} />
          ) : (
            <TableBody
              items={items}
              visible={visible}
              scrollMargin={top}
              height={virtualizer.getTotalSize()}
              context={context}
              groups={groups}
              selection={model.selection}
              selecting={selecting}
              currentId={currentId}
              peekId={props.peek?.id ?? null}
              currentColumn={cursor?.rowId === currentId ? (cursor?.columnId ?? null) : null}
              open={actions.edits.open}
              phone={phone}
            />
          )}
        </table>
        {slot}
      </div>
      {props.moreFailed ? <MoreFailed busy={props.fetching === true} onRetry={props.fetchMore} /> : null}
      {selecting && props.bulk ? (
        <BulkBar
          count={selectedRows.length}
          sum={props.bulkSum?.(selectedRows)}
          selectAll={selectAll}
          beside={Boolean(props.peek?.id)}
          onClear={actions.clearSelection}
        >
          {props.bulk({ ids: selectedIds, rows: selectedRows, clear: actions.clearSelection })}
        </BulkBar>
      ) : null}
    </section>
  );
}
