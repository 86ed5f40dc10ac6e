"use client";

import { type MouseEvent, memo, type ReactElement } from "react";
import type { PlacedColumn } from "@/components/data-table/column-layout";
import type { DataColumn, ParsedEntry } from "@/components/data-table/data-column";
import { RowCheckbox } from "@/components/data-table/row-checkbox";
import { TableCell } from "@/components/data-table/table-cell";
import { type TreeRowProps, TreeSign, treeAria } from "@/components/data-table/tree-sign";
import type { OpenCell } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { cn } from "@/lib/cn";

/** Data shared by all rows; it changes only with the list itself, so that scrolling renders only new rows. */
export interface RowContext<T> {
  columns: ReadonlyMap<string, DataColumn<T>>;
  placed: readonly PlacedColumn[];
  rowLabel(row: T): string;
  rowHref: ((row: T) => string) | undefined;
  /** Rows can be opened beside the list. */
  peekable: boolean;
  /** Opens and closes what is below a row of a tree. */
  onToggleBranch: ((id: string) => void) | undefined;
  onGrip: ((id: string, event: PointerEvent) => void) | undefined;
  onToggle(id: string, event: MouseEvent<HTMLInputElement>): void;
  onSave(cell: OpenCell, text: string, parsed: ParsedEntry, move: EditMove): void;
  onCancel(cell: OpenCell): void;
  pendingLabel(rowId: string, columnId: string): string | undefined;
  refusal(rowId: string, columnId: string): { reason: string } | undefined;
}

interface TableRowProps<T> extends TreeRowProps {
  id: string;
  row: T;
  ariaIndex: number;
  top: number;
  height: number;
  selected: boolean;
  /** The row has the cursor; it is the one row that Tab reaches. */
  current: boolean;
  /** The row that is open beside the list. */
  peeked: boolean;
  currentColumn: string | null;
  open: OpenCell | null;
  context: RowContext<T>;
}

function Row<T>({ id, row, context, selected, current, open, depth, branch, ...place }: TableRowProps<T>) {
  const label = context.rowLabel(row);
  const { onGrip } = context;
  return (
    <tr
      data-row={id}
      aria-rowindex={place.ariaIndex}
      aria-selected={selected}
      {...treeAria(depth, branch)}
      tabIndex={current ? 0 : -1}
      style={{ height: place.height, transform: `translateY(${place.top}px)` }}
      className={cn(
        "group/row absolute left-0 grid w-full grid-cols-(--tracks) items-center outline-none",
        "after:pointer-events-none after:absolute after:inset-0 after:z-2 after:hairline-b after:hairline-soft after:content-['']",
        selected ? "bg-accent-subtle" : "bg-surface hover:bg-surface-hover",
        open && "z-3",
        place.peeked &&
          "before:absolute before:inset-y-0 before:left-0 before:z-2 before:w-0.5 before:bg-accent before:content-['']",
        current && place.currentColumn === null && "focus:after:shadow-[inset_0_0_0_2px_var(--focus)]",
      )}
    >
      <td className="sticky left-0 z-1 flex h-full items-center justify-center bg-inherit" aria-colindex={1}>
        <RowCheckbox label={`Select ${label}`} checked={selected} onToggle={(event) => context.onToggle(id, event)} />
      </td>
      {context.placed.map(({ id: columnId, pinned }, index) => {
        const column = context.columns.get(columnId);
        return column ? (
          <TableCell
            key={columnId}
            row={row}
            rowLabel={label}
            column={column}
            index={index}
            pinned={pinned}
            href={index === 0 ? context.rowHref?.(row) : undefined}
            peekable={index === 0 && context.peekable}
            before={
              index === 0 && depth !== undefined ? (
                <TreeSign
                  label={label}
                  depth={depth}
                  branch={branch}
                  onToggle={() => context.onToggleBranch?.(id)}
                  {...(onGrip ? { onGrip: (event) => onGrip(id, event) } : {})}
                />
              ) : null
            }
            current={current && place.currentColumn === columnId}
            open={open?.columnId === columnId ? open : null}
            pendingLabel={context.pendingLabel(id, columnId)}
            refusedFor={context.refusal(id, columnId)?.reason}
            onSave={context.onSave}
            onCancel={context.onCancel}
          />
        ) : null;
      })}
    </tr>
  );
}

export const TableRow = memo(Row) as <T>(props: TableRowProps<T>) => ReactElement;
