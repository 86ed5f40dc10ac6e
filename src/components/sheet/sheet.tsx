"use client";

import type { RowData } from "@tanstack/react-table";
import { CircleAlert } from "lucide-react";
import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import { checkboxWidth } from "@/components/data-table/column-layout";
import type { DataTableProps } from "@/components/data-table/data-table";
import { useListLocale } from "@/components/data-table/list-locale";
import { readList } from "@/components/data-table/list-reading";
import { MoreFailed } from "@/components/data-table/more-failed";
import { TableHead } from "@/components/data-table/table-head";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { useCellEdits } from "@/components/data-table/use-cell-edits";
import { useListRows } from "@/components/data-table/use-list-rows";
import { useListWindow } from "@/components/data-table/use-list-window";
import { useMoreRows } from "@/components/data-table/use-more-rows";
import { useSides } from "@/components/data-table/use-sides";
import { withoutRows } from "@/components/data-table/without-rows";
import { useHydrated } from "@/components/form/use-hydrated";
import { isNowhere } from "@/components/layout/content-focus";
import { useOwnKeys } from "@/components/layout/keyboard";
import { useStable } from "@/components/ui/use-stable";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import type { CellChange } from "./cell-change";
import { isOneCell, sizeOf } from "./sheet-block";
import { sheetKeys } from "./sheet-keys";
import { type SheetContext, SheetRow } from "./sheet-row";
import { cellKey } from "./use-cell-change";
import { useSheetActs } from "./use-sheet-acts";
import { useSheetBlock } from "./use-sheet-block";
import { useSheetControl } from "./use-sheet-control";

export interface SpreadsheetProps<T extends RowData> extends DataTableProps<T> {
  /** Changes cells as one act, all of them or none: rejects with `CellsRefused`. */
  onChangeCells: (changes: readonly CellChange<T>[]) => Promise<void>;
  /** Whether the member may copy more than one row. */
  copiesRows: boolean;
}

const headHeight = 32;
const footHeight = 32;

/** Rows of any number as a spreadsheet: cells are edited, copied, pasted and filled in blocks. */
export function Spreadsheet<T extends RowData>(props: SpreadsheetProps<T>) {
  const { label, status, hasMore, peek, onEdit } = props;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const markSides = useSides(frame, scroller);
  const list = useListRows({ ...props, groups: undefined });
  const { items, indexes, rowIds, columnsById, model } = list;
  useOwnKeys("In the sheet", sheetKeys);
  const view = useListWindow({
    ...{ label: `${label} as a sheet`, scroller, items, indexes, rowIds, hasMore, peek: undefined },
    ...{ top: headHeight, bottom: 0, foot: 0 },
  });
  const { cursor, currentId, move } = view;
  useMoreRows(props, view.lastVisible >= items.length - 20);
  const sheet = useSheetBlock({ list, view });
  useFocusAfterPeek(Boolean(peek?.id), () => sheet.goTo(sheet.focus));
  const facts = { model, items, indexes, columnsById, cursor, currentId, move, scroller, phone: false };
  const reading = readList<T>({ ...facts, selecting: false, onOpen: props.onOpen, onEdit });
  const edits = useCellEdits();
  const acts = useSheetActs<T>({
    ...{ sheet, rowOf: reading.rowOf, columns: columnsById, copiesRows: props.copiesRows },
    onChange: onEdit ? props.onChangeCells : undefined,
  });
  const control = useSheetControl<T>({ given: props, list, reading, sheet, acts, edits });
  const bare = items.length === 0 && status === "ready" && !props.filtered;
  return (
    <section
      aria-label={label}
      style={{ "--foot": "0px" } as CSSProperties}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <div ref={frame} className="group/list relative flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          onScroll={() => {
            markSides();
            view.keepPlace();
          }}
          className="flex min-h-0 flex-1 flex-col overflow-auto overscroll-contain [overflow-anchor:none]"
        >
          <SheetGrid given={props} {...{ list, view, sheet, acts, edits, control, bare }} />
          {items.length === 0 ? withoutRows(props) : null}
        </div>
      </div>
      {props.moreFailed ? <MoreFailed busy={props.fetching === true} onRetry={props.fetchMore} /> : null}
      {bare ? null : <SheetFoot sheet={sheet} acts={acts} edits={edits} columnName={headerOf(list, sheet)} />}
    </section>
  );
}

/** The cell gets the focus back when the panel beside the sheet closes. */
function useFocusAfterPeek(isOpen: boolean, focus: () => void): void {
  const wasOpen = useRef(isOpen);
  const comeBack = useStable(focus);
  // The browser's focus.
  useEffect(() => {
    if (wasOpen.current && !isOpen && isNowhere(document.activeElement)) comeBack();
    wasOpen.current = isOpen;
  }, [isOpen, comeBack]);
}

const headerOf = <T extends RowData>(
  { columnsById }: ReturnType<typeof useListRows<T>>,
  sheet: ReturnType<typeof useSheetBlock>,
): string => columnsById.get(sheet.columnIdAt(sheet.focus.column))?.header ?? "";

interface SheetGridProps<T extends RowData> {
  given: SpreadsheetProps<T>;
  list: ReturnType<typeof useListRows<T>>;
  view: ReturnType<typeof useListWindow<T>>;
  sheet: ReturnType<typeof useSheetBlock<T>>;
  acts: ReturnType<typeof useSheetActs<T>>;
  edits: ReturnType<typeof useCellEdits>;
  control: ReturnType<typeof useSheetControl<T>>;
  bare: boolean;
}

function SheetGrid<T extends RowData>({ given, list, view, sheet, acts, edits, control, bare }: SheetGridProps<T>) {
  const { label, status, sort = null, total, rowLabel, rowHref, peek } = given;
  const { items, model, columnsById } = list;
  const { table, placed } = model;
  const { onSave, onCancel, gridProps } = control;
  const { pendingLabel, refusal, open } = edits;
  const { refused } = acts;
  const context = useMemo(
    (): SheetContext<T> => ({
      ...{ columns: columnsById, placed, rowLabel, rowHref, onSave, onCancel, pendingLabel, refusal, refused },
    }),
    [columnsById, placed, rowLabel, rowHref, onSave, onCancel, pendingLabel, refusal, refused],
  );
  // Key handlers work only after hydration.
  const live = useHydrated();
  const minWidth =
    checkboxWidth + placed.reduce((sum, column) => sum + (table.state.columnSizing[column.id] ?? column.width), 0);
  const columns = { placed, columns: columnsById, phone: false };
  const { from, to } = sheet.block;
  return (
    <table
      {...gridProps}
      data-live={live || undefined}
      aria-label={label}
      aria-busy={status === "loading" || acts.busy}
      aria-rowcount={typeof total === "number" ? total + 1 : -1}
      aria-colcount={placed.length + 1}
      style={{ "--tracks": model.tracks, minWidth } as CSSProperties}
      className={cn("relative flex w-full shrink-0 flex-col text-md", bare && "hidden")}
    >
      <TableHead
        {...columns}
        headers={table.getLeafHeaders()}
        sort={sort}
        onSortChange={given.onSortChange}
        resizing={model.resizing}
        onWidth={given.onPlacesChange ? model.setWidth : undefined}
        corner={<span className="sr-only">Row</span>}
      />
      {status === "loading" && items.length === 0 ? (
        <TableSkeleton {...columns} height={view.rowHeight} />
      ) : (
        <tbody className="relative block shrink-0" style={{ height: view.virtualizer.getTotalSize() }}>
          {view.visible.map((drawn) => {
            const item = items[drawn.index];
            if (item?.kind !== "row") return null;
            const { index } = drawn;
            const isIn = index >= from.row && index <= to.row && !(isOneCell(sheet.block) && view.cursor === null);
            return (
              <SheetRow
                key={drawn.key}
                {...{ id: item.id, row: item.row.original, index, context }}
                top={drawn.start - headHeight}
                height={drawn.size}
                focused={index === sheet.focus.row ? sheet.focus.column : null}
                first={isIn ? from.column : null}
                last={isIn ? to.column : null}
                peeked={peek?.id === item.id}
                open={open?.rowId === item.id ? open : null}
              />
            );
          })}
        </tbody>
      )}
    </table>
  );
}

interface SheetFootProps<T extends RowData> {
  sheet: ReturnType<typeof useSheetBlock<T>>;
  acts: ReturnType<typeof useSheetActs<T>>;
  edits: ReturnType<typeof useCellEdits>;
  /** The name of the column with the focus. */
  columnName: string;
}

/** The cell with the focus, how many are selected, and what became of the last act. */
function SheetFoot<T extends RowData>({ sheet, acts, edits, columnName }: SheetFootProps<T>) {
  const { locale } = useListLocale();
  const { focus, block } = sheet;
  const [rowId, columnId] = [sheet.rowIdAt(focus.row), sheet.columnIdAt(focus.column)];
  const reason = acts.refused.get(cellKey(rowId, columnId)) ?? edits.refusal(rowId, columnId)?.reason;
  const isError = acts.notice?.isError === true || reason !== undefined;
  const { rows, columns } = sizeOf(block);
  const selected = isOneCell(block) ? null : counted(rows * columns, { one: "cell", many: "cells" }, locale);
  return (
    <div style={{ height: footHeight }} className="flex shrink-0 items-center gap-3 px-edge text-sm hairline-t">
      {/* Without rows, as after a failure, no cell has the focus. */}
      {rowId ? <span className="shrink-0 text-muted tabular-nums">{`${columnName}, row ${focus.row + 1}`}</span> : null}
      {selected ? <span className="shrink-0 text-muted">{`${selected} selected`}</span> : null}
      <span role="status" className={cn("flex min-w-0 items-center gap-1.5", isError ? "text-danger" : "text-muted")}>
        {isError ? <CircleAlert aria-hidden className="size-3.5 shrink-0" /> : null}
        <span className="min-w-0 truncate">{acts.notice?.text ?? reason ?? ""}</span>
      </span>
    </div>
  );
}
