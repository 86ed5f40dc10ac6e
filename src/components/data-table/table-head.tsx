"use client";

import type { Header, RowData } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import type { PlacedColumn } from "@/components/data-table/column-layout";
import { columnAlign, type DataColumn, sortField } from "@/components/data-table/data-column";
import type { Features } from "@/components/data-table/table-features";
import { cn } from "@/lib/cn";
import type { Sort } from "@/lib/list";

const ariaSorts = { asc: "ascending", desc: "descending" } as const;

interface TableHeadProps<T extends RowData> {
  headers: readonly Header<Features, T, unknown>[];
  columns: ReadonlyMap<string, DataColumn<T>>;
  placed: readonly PlacedColumn[];
  sort: Sort | null;
  onSortChange: ((sort: Sort) => void) | undefined;
  resizing: string | false;
  /** Undefined when widths are fixed. */
  onWidth: ((id: string, width: number) => void) | undefined;
  /** A phone shows no head: its names are for screen readers, and nothing in it takes the focus. */
  phone: boolean;
  /** Above the first cells of all rows. */
  corner: ReactNode;
}

/** The sticky head: the corner, sortable names, and resize handles (Shift and arrows on the keyboard). */
export function TableHead<T extends RowData>(props: TableHeadProps<T>) {
  return (
    <thead className="sticky top-0 z-sticky block bg-surface phone:sr-only">
      <tr
        aria-rowindex={1}
        className="relative grid h-thead grid-cols-(--tracks) items-center bg-inherit text-faint text-sm after:pointer-events-none after:absolute after:inset-0 after:z-2 after:hairline-b after:content-['']"
      >
        <th
          scope="col"
          aria-colindex={1}
          className="sticky left-0 z-1 flex h-full items-center justify-center bg-inherit"
        >
          {props.corner}
        </th>
        {props.headers.map((header, index) => {
          const column = props.columns.get(header.column.id);
          return column ? <HeadCell key={header.id} {...props} header={header} column={column} index={index} /> : null;
        })}
      </tr>
    </thead>
  );
}

function HeadCell<T extends RowData>(
  props: TableHeadProps<T> & { header: Header<Features, T, unknown>; column: DataColumn<T>; index: number },
) {
  const { header, column, index, sort, onSortChange, onWidth } = props;
  const field = onSortChange ? sortField(column) : null;
  const sorted = field !== null && sort?.field === field ? sort.direction : null;
  const end = columnAlign(column) === "end";
  const Arrow = sorted === "desc" ? ArrowDown : ArrowUp;
  const unsorted = field ? "none" : undefined;
  const name = <span className="min-w-0 truncate">{column.header}</span>;

  function resizeByKey(event: KeyboardEvent): void {
    if (!event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    onWidth?.(column.id, header.getSize() + (event.key === "ArrowRight" ? 16 : -16));
  }

  return (
    <th
      scope="col"
      aria-colindex={index + 2}
      aria-sort={sorted ? ariaSorts[sorted] : unsorted}
      className={cn(
        "group/head relative flex h-full min-w-0 items-center px-cell font-normal last:pr-5",
        end && "justify-end",
        sorted && "font-medium text-text",
        props.placed[index]?.pinned && "sticky left-9 z-1 bg-inherit group-data-[before=true]/list:edge-after",
      )}
    >
      {field && !props.phone ? (
        <button
          type="button"
          onClick={() => onSortChange?.({ field, direction: sorted === "asc" ? "desc" : "asc" })}
          onKeyDown={resizeByKey}
          className={cn(
            "flex h-full min-w-0 flex-1 items-center gap-1.5 rounded-xs hover:text-text",
            end && "flex-row-reverse",
          )}
        >
          {name}
          {sorted ? <Arrow aria-hidden className="size-3" /> : null}
        </button>
      ) : (
        name
      )}
      {onWidth ? (
        <div
          aria-hidden
          onMouseDown={header.getResizeHandler()}
          onTouchStart={header.getResizeHandler()}
          className={cn(
            "absolute top-0 -right-1 z-3 flex h-full w-2 cursor-col-resize touch-none justify-center select-none group-last/head:right-0",
            "before:h-full before:w-0.5 before:bg-accent before:opacity-0 before:content-[''] hover:before:opacity-100",
            props.resizing === column.id && "before:opacity-100",
          )}
        />
      ) : null}
    </th>
  );
}
