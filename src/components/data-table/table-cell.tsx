"use client";

import { PanelRightOpen } from "lucide-react";
import type { ReactNode } from "react";
import { columnAlign, type DataColumn, type ParsedEntry } from "@/components/data-table/data-column";
import { LazyCellEditor } from "@/components/data-table/lazy-cell-editor";
import type { OpenCell } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { cn } from "@/lib/cn";

export interface TableCellProps<T> {
  row: T;
  rowLabel: string;
  column: DataColumn<T>;
  index: number;
  pinned: boolean;
  href: string | undefined;
  /** Shows the button that opens the row beside the list. */
  peekable: boolean;
  current: boolean;
  /** The sign of a tree. */
  before?: ReactNode;
  /** Set while this cell is edited. */
  open: OpenCell | null;
  pendingLabel: string | undefined;
  refusedFor: string | undefined;
  onSave(cell: OpenCell, text: string, parsed: ParsedEntry, move: EditMove): void;
  onCancel(cell: OpenCell): void;
}

/** One cell: one line with an ellipsis, or the input while it is edited. The first cell is the row's link. */
export function TableCell<T>(props: TableCellProps<T>) {
  const { row, column, index, open, refusedFor } = props;
  const end = columnAlign(column) === "end";
  const content = props.pendingLabel ?? column.cell(row);
  return (
    <td
      data-column={column.id}
      aria-colindex={index + 2}
      tabIndex={-1}
      className={cn(
        "flex h-full min-w-0 items-center gap-2 px-cell outline-none last:pr-5",
        "focus-visible:shadow-[inset_0_0_0_2px_var(--focus)]",
        end && "justify-end text-right",
        index === 0 && "font-medium",
        props.pinned && "sticky left-9 z-1 bg-inherit group-data-[before=true]/list:edge-after",
        open ? "relative z-2 overflow-visible" : "overflow-hidden",
        props.peekable && !props.pinned && "relative",
        props.current && !open && "shadow-[inset_0_0_0_2px_var(--focus)]",
        refusedFor !== undefined && !open && "shadow-[inset_0_0_0_1.5px_var(--danger)]",
      )}
      {...{ "aria-readonly": column.editable === undefined || column.editable.locked?.(row) === true }}
      {...(refusedFor !== undefined && !open ? { title: refusedFor } : {})}
    >
      {props.before}
      {index === 0 && props.href !== undefined ? (
        <a href={props.href} data-open tabIndex={-1} className="flex min-w-0 items-center gap-2 outline-none">
          <CellText>{content}</CellText>
        </a>
      ) : (
        <CellText>{content}</CellText>
      )}
      {props.peekable && !open ? (
        <button
          type="button"
          data-peek=""
          tabIndex={-1}
          aria-label={`Open ${props.rowLabel} beside the list`}
          title="Open beside the list (Space)"
          className="absolute right-1.5 grid size-6 place-items-center rounded-md border bg-surface text-muted opacity-0 shadow-1 hover:text-text group-focus-within/row:opacity-100 group-hover/row:opacity-100 group-focus/row:opacity-100"
        >
          <PanelRightOpen aria-hidden className="size-3.5" />
        </button>
      ) : null}
      {open && column.editable ? (
        <LazyCellEditor
          label={`${column.header} of ${props.rowLabel}`}
          row={row}
          editing={column.editable}
          text={open.text}
          reason={open.reason}
          alignEnd={end}
          onSave={(text, parsed, move) => props.onSave(open, text, parsed, move)}
          onCancel={() => props.onCancel(open)}
        />
      ) : null}
    </td>
  );
}

/** Plain text gets its ellipsis here; nodes bring their own. */
export function CellText({ children }: { children: ReactNode }) {
  return typeof children === "string" || typeof children === "number" ? (
    <span className="min-w-0 truncate">{children}</span>
  ) : (
    children
  );
}
