"use client";

import type { RowData } from "@tanstack/react-table";
import type { CSSProperties } from "react";
import { type ColumnPlace, checkboxWidth } from "@/components/data-table/column-layout";
import type { ListTotals } from "@/components/data-table/column-totals";
import type { ListGroups } from "@/components/data-table/list-items";
import type { ListTree } from "@/components/data-table/list-tree";
import { RowCheckbox } from "@/components/data-table/row-checkbox";
import { TableBody } from "@/components/data-table/table-body";
import { TableHead } from "@/components/data-table/table-head";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { TotalsRow } from "@/components/data-table/totals-row";
import type { useListActions } from "@/components/data-table/use-list-actions";
import type { useListRows } from "@/components/data-table/use-list-rows";
import type { useListWindow } from "@/components/data-table/use-list-window";
import { useRowContext } from "@/components/data-table/use-row-context";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { useHydrated } from "@/components/form/use-hydrated";
import { cn } from "@/lib/cn";
import type { Sort } from "@/lib/list";
import type { ListTotal } from "@/lib/list-filter";

/** The list's settings for its grid. */
export interface GridProps<T extends RowData> {
  /** Name of the list, such as "Opportunities". */
  label: string;
  rowLabel(row: T): string;
  total: ListTotal;
  /** In the foot of the list. */
  totals?: ListTotals | undefined;
  status: "loading" | "error" | "ready";
  sort?: Sort | null;
  onSortChange?: (sort: Sort) => void;
  onPlacesChange?: (places: ColumnPlace[]) => void;
  groups?: ListGroups<T> | undefined;
  /** Its rows form a tree. */
  tree?: ListTree | undefined;
  rowHref?: (row: T) => string;
  /** The row that is open beside the list; Space opens and closes it, j and k change it. */
  peek?: RowPeek | undefined;
}

interface ListGridProps<T extends RowData> {
  given: GridProps<T>;
  list: ReturnType<typeof useListRows<T>>;
  view: ReturnType<typeof useListWindow<T>>;
  actions: ReturnType<typeof useListActions<T>>;
  phone: boolean;
  /** The height of the sticky head. */
  top: number;
  /** An empty table has no grid. */
  bare: boolean;
}

/** The head of a list, and its visible rows. */
export function ListGrid<T extends RowData>({ given, list, view, actions, phone, top, bare }: ListGridProps<T>) {
  const { label, status, sort = null, groups, total } = given;
  const { items, model, selecting, columnsById } = list;
  const { cursor, currentId } = view;
  const { table, placed } = model;
  const context = useRowContext<T>(
    {
      columns: columnsById,
      placed,
      rowLabel: given.rowLabel,
      rowHref: given.rowHref,
      peekable: given.peek !== undefined,
      onToggleBranch: given.tree?.onToggle,
      onGrip: given.tree?.onGrip,
    },
    actions,
  );
  // Key handlers work only after hydration.
  const live = useHydrated();
  const minWidth =
    checkboxWidth + placed.reduce((sum, column) => sum + (table.state.columnSizing[column.id] ?? column.width), 0);
  const known = typeof total === "number" && !groups && !given.tree;
  const columns = { placed, columns: columnsById, phone };
  const isAll = list.allSelected;
  return (
    <table
      {...actions.gridProps}
      data-live={live || undefined}
      aria-label={label}
      aria-busy={status === "loading"}
      aria-rowcount={known ? Number(total) + 1 : -1}
      aria-colcount={placed.length + 1}
      style={{ "--tracks": model.tracks, minWidth: phone ? undefined : minWidth } as CSSProperties}
      className={cn(
        "relative flex w-full shrink-0 flex-col text-md",
        items.length > 0 && "min-h-full",
        bare && "hidden",
      )}
    >
      <TableHead
        {...columns}
        headers={table.getLeafHeaders()}
        sort={sort}
        onSortChange={given.onSortChange}
        resizing={model.resizing}
        onWidth={given.onPlacesChange ? model.setWidth : undefined}
        corner={
          <RowCheckbox
            label="Select all rows"
            checked={isAll}
            indeterminate={selecting && !isAll}
            onToggle={actions.toggleAll}
          />
        }
      />
      {status === "loading" && items.length === 0 ? (
        <TableSkeleton {...columns} height={view.rowHeight} />
      ) : (
        <TableBody
          {...{ items, context, groups, selecting, currentId, phone }}
          tree={given.tree}
          visible={view.visible}
          scrollMargin={top}
          height={view.virtualizer.getTotalSize()}
          selection={model.selection}
          peekId={given.peek?.id ?? null}
          currentColumn={cursor?.rowId === currentId ? (cursor?.columnId ?? null) : null}
          open={actions.edits.open}
        />
      )}
      {given.totals && items.length > 0 ? <TotalsRow {...columns} totals={given.totals} /> : null}
    </table>
  );
}
