"use client";

import { memo, type ReactElement } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import { RowCheckbox } from "@/components/data-table/row-checkbox";
import { CellText } from "@/components/data-table/table-cell";
import type { RowContext } from "@/components/data-table/table-row";
import { type TreeRowProps, TreeSign, treeAria } from "@/components/data-table/tree-sign";
import { cn } from "@/lib/cn";

interface PhoneRowProps<T> extends TreeRowProps {
  id: string;
  row: T;
  ariaIndex: number;
  top: number;
  height: number;
  selected: boolean;
  /** Selection mode: checkboxes are shown, a tap selects. */
  selecting: boolean;
  current: boolean;
  context: RowContext<T>;
}

function byPlace<T>(context: RowContext<T>, place: DataColumn<T>["phone"]): DataColumn<T>[] {
  return [...context.columns.values()].filter((column) => column.phone === place);
}

function content<T>(column: DataColumn<T> | undefined, row: T) {
  return column ? <CellText>{(column.phoneCell ?? column.cell)(row)}</CellText> : null;
}

function Row<T>({ id, row, context, selected, selecting, current, depth, branch, ...place }: PhoneRowProps<T>) {
  const label = context.rowLabel(row);
  const [title] = byPlace(context, "title");
  const [value] = byPlace(context, "value");
  const [first, ...others] = byPlace(context, "meta");
  return (
    <tr
      data-row={id}
      aria-rowindex={place.ariaIndex}
      aria-selected={selected}
      {...treeAria(depth, branch)}
      tabIndex={current ? 0 : -1}
      style={{ height: place.height, transform: `translateY(${place.top}px)` }}
      className={cn(
        "absolute left-0 flex w-full select-none items-center gap-3 px-4 outline-none [-webkit-touch-callout:none] hairline-b hairline-soft",
        selected ? "bg-accent-subtle" : "bg-surface active:bg-surface-hover",
        current && "focus-visible:shadow-[inset_0_0_0_2px_var(--focus)]",
      )}
    >
      <td className={selecting ? "flex" : "sr-only"}>
        <RowCheckbox label={`Select ${label}`} checked={selected} onToggle={(event) => context.onToggle(id, event)} />
      </td>
      {depth === undefined ? null : (
        <td className="flex">
          <TreeSign label={label} depth={depth} branch={branch} onToggle={() => context.onToggleBranch?.(id)} />
        </td>
      )}
      <td className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <a
            href={context.rowHref?.(row)}
            data-open
            tabIndex={-1}
            className="flex min-w-0 flex-1 items-center gap-2 truncate font-medium outline-none"
          >
            {content(title, row)}
          </a>
          <span className="font-medium">{content(value, row)}</span>
        </span>
        <span className="flex items-center gap-1.5 text-[13px]/[18px] text-muted">
          <span className="flex min-w-0 flex-1 items-center gap-1.5 truncate">{content(first, row)}</span>
          {others.map((column) => (
            <span key={column.id} className="flex min-w-0 max-w-[55%] items-center truncate">
              {content(column, row)}
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

export const PhoneRow = memo(Row) as <T>(props: PhoneRowProps<T>) => ReactElement;
