"use client";

import { memo, type ReactElement } from "react";
import type { PlacedColumn } from "@/components/data-table/column-layout";
import { columnAlign, type DataColumn, type ParsedEntry } from "@/components/data-table/data-column";
import { LazyCellEditor } from "@/components/data-table/lazy-cell-editor";
import { CellText } from "@/components/data-table/table-cell";
import type { OpenCell } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { cn } from "@/lib/cn";
import { cellKey } from "./use-cell-change";

/** Data shared by all rows of a sheet. */
export interface SheetContext<T> {
  columns: ReadonlyMap<string, DataColumn<T>>;
  placed: readonly PlacedColumn[];
  rowLabel(row: T): string;
  rowHref: ((row: T) => string) | undefined;
  onSave(cell: OpenCell, text: string, parsed: ParsedEntry, move: EditMove): void;
  onCancel(cell: OpenCell): void;
  pendingLabel(rowId: string, columnId: string): string | undefined;
  refusal(rowId: string, columnId: string): { reason: string } | undefined;
  /** The reasons why cells were refused in an act on many. */
  refused: ReadonlyMap<string, string>;
}

interface SheetRowProps<T> {
  id: string;
  row: T;
  index: number;
  top: number;
  height: number;
  /** The column with the focus; null where it is in another row. */
  focused: number | null;
  /** The first and last selected column; null where none is. */
  first: number | null;
  last: number | null;
  peeked: boolean;
  open: OpenCell | null;
  context: SheetContext<T>;
}

function Row<T>({ id, row, index, context, ...place }: SheetRowProps<T>) {
  const label = context.rowLabel(row);
  const href = context.rowHref?.(row);
  const isSelected = (column: number) => place.first !== null && column >= place.first && column <= Number(place.last);
  return (
    <tr
      data-row={id}
      aria-rowindex={index + 2}
      style={{ height: place.height, transform: `translateY(${place.top}px)` }}
      className={cn(
        "absolute left-0 grid w-full grid-cols-(--tracks) bg-surface after:pointer-events-none after:absolute after:inset-0 after:z-2 after:hairline-b after:hairline-soft after:content-['']",
        place.open && "z-3",
      )}
    >
      <th
        scope="row"
        aria-colindex={1}
        className={cn(
          "sticky left-0 z-1 flex h-full items-center justify-center bg-inherit font-normal text-faint text-xs tabular-nums hairline-r hairline-soft",
          place.focused !== null && "text-text",
          place.peeked && "bg-accent-subtle",
        )}
      >
        <a href={href} tabIndex={-1} aria-label={`${index + 1}, open ${label}`} className="hover:underline">
          {index + 1}
        </a>
      </th>
      {context.placed.map(({ id: columnId, pinned }, column) => {
        const shown = context.columns.get(columnId);
        return shown ? (
          <SheetCell
            key={columnId}
            {...{ id, row, label, column: shown, pinned, context }}
            index={column}
            focused={place.focused === column}
            selected={isSelected(column)}
            open={place.open?.columnId === columnId ? place.open : null}
          />
        ) : null;
      })}
    </tr>
  );
}

export const SheetRow = memo(Row) as <T>(props: SheetRowProps<T>) => ReactElement;

interface SheetCellProps<T> {
  id: string;
  row: T;
  label: string;
  column: DataColumn<T>;
  index: number;
  pinned: boolean;
  focused: boolean;
  selected: boolean;
  open: OpenCell | null;
  context: SheetContext<T>;
}

function SheetCell<T>({ id, row, label, column, index, pinned, focused, selected, open, context }: SheetCellProps<T>) {
  const end = columnAlign(column) === "end";
  const refusedFor = context.refused.get(cellKey(id, column.id)) ?? context.refusal(id, column.id)?.reason;
  const isRefused = refusedFor !== undefined && !open;
  return (
    <td
      data-column={column.id}
      aria-colindex={index + 2}
      tabIndex={focused ? 0 : -1}
      className={cn(
        "flex h-full min-w-0 select-none items-center px-cell outline-2 outline-transparent -outline-offset-2 hairline-r hairline-soft",
        end && "justify-end text-right",
        pinned && "sticky left-9 z-1 bg-inherit group-data-[before=true]/list:edge-after",
        open ? "relative z-2 overflow-visible" : "overflow-hidden",
        selected && "bg-accent-subtle",
        focused && !open && "outline-focus!",
        isRefused && "outline-danger!",
      )}
      {...{ "aria-selected": selected, ...(isRefused ? { "aria-invalid": true } : {}) }}
      {...{ "aria-readonly": column.editable === undefined || column.editable.locked?.(row) === true }}
      {...(isRefused ? { title: refusedFor } : {})}
    >
      {/* A click selects the cell: links in it are opened from the row's own page. */}
      <span className={cn("pointer-events-none flex min-w-0 max-w-full items-center", open && "invisible")}>
        <CellText>{context.pendingLabel(id, column.id) ?? column.cell(row)}</CellText>
      </span>
      {open && column.editable ? (
        <LazyCellEditor
          label={`${column.header} of ${label}`}
          row={row}
          editing={column.editable}
          text={open.text}
          reason={open.reason}
          alignEnd={end}
          onSave={(text, parsed, move) => context.onSave(open, text, parsed, move)}
          onCancel={() => context.onCancel(open)}
        />
      ) : null}
    </td>
  );
}
