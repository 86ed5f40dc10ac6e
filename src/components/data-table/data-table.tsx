"use client";

import type { RowData } from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useRef } from "react";
import type { ColumnPlace } from "@/components/data-table/column-layout";
import type { DataColumn } from "@/components/data-table/data-column";
import { LazyListBulk } from "@/components/data-table/lazy-list-parts";
import type { BulkProps } from "@/components/data-table/list-bulk";
import { type GridProps, ListGrid } from "@/components/data-table/list-grid";
import { listKeys } from "@/components/data-table/list-keys";
import { MoreFailed } from "@/components/data-table/more-failed";
import { useListActions } from "@/components/data-table/use-list-actions";
import { useListRows } from "@/components/data-table/use-list-rows";
import { useListWindow } from "@/components/data-table/use-list-window";
import { useMoreRows } from "@/components/data-table/use-more-rows";
import { useSides } from "@/components/data-table/use-sides";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { withoutRows } from "@/components/data-table/without-rows";
import { useOwnKeys } from "@/components/layout/keyboard";

export interface DataTableProps<T extends RowData> extends GridProps<T>, BulkProps<T> {
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  /** Shown in place of the rows when loading failed. */
  error?: ReactNode;
  empty?: ReactNode;
  emptyFiltered?: ReactNode;
  /** Filters or a search are active, so an empty result does not mean that there are no records. */
  filtered?: boolean;
  places?: ColumnPlace[] | null;
  onOpen(row: T): void;
  /** Saves one value of the column with this header; a rejection's message is shown under the cell. */
  onEdit?: (row: T, columnId: string, value: unknown, header: string) => Promise<void>;
}

const headHeight = 32;
const bulkBarHeight = 80;

/** The height of the totals in the foot of a list. */
const footHeight = (phone: boolean) => (phone ? 44 : 36);

/**
 * A table of any length with keyset paging and a virtual scroller, columns, selection, keyboard control and inline
 * edits.
 */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { label, status, hasMore, peek } = props;
  const phone = useIsPhone();
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const markSides = useSides(frame, scroller);
  const list = useListRows(props);
  const { items, indexes, rowIds } = list;
  useOwnKeys("In the list", listKeys);
  const top = phone ? 0 : headHeight;
  const foot = props.totals ? footHeight(phone) : 0;
  const bottom = list.selecting ? bulkBarHeight : 0;
  const view = useListWindow({ label, scroller, items, indexes, rowIds, hasMore, peek, top, bottom, foot });
  const { cursor, currentId, move, keepPlace } = view;
  useMoreRows(props, view.lastVisible >= items.length - 20);
  const actions = useListActions({ ...props, ...list, cursor, currentId, move, phone, scroller });
  // An empty table has no grid; without matches or after a failure the head stays, so that the filters remain
  // visible.
  const bare = items.length === 0 && status === "ready" && !props.filtered;

  return (
    <section
      aria-label={label}
      style={{ "--foot": `${foot}px` } as CSSProperties}
      className="relative flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <div ref={frame} className="group/list relative flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          onScroll={() => {
            markSides();
            keepPlace();
          }}
          className="flex min-h-0 flex-1 flex-col overflow-auto overscroll-contain phone:overflow-x-hidden [overflow-anchor:none]"
        >
          <ListGrid given={props} {...{ list, view, actions, phone, top, bare }} />
          {items.length === 0 ? withoutRows(props) : null}
        </div>
        <span
          aria-hidden
          className="edge-end pointer-events-none absolute top-0 right-(--bar-x) bottom-(--bar-y) z-sticky hidden w-4 group-data-[after=true]/list:block"
        />
      </div>
      {props.moreFailed ? <MoreFailed busy={props.fetching === true} onRetry={props.fetchMore} /> : null}
      {list.selecting && props.bulk ? (
        <LazyListBulk given={props} list={list} onClear={actions.clearSelection} />
      ) : null}
    </section>
  );
}
