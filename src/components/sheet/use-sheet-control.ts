"use client";

import type { RowData } from "@tanstack/react-table";
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useRef } from "react";
import type { ParsedEntry } from "@/components/data-table/data-column";
import { isSameValue } from "@/components/data-table/data-column";
import type { DataTableProps } from "@/components/data-table/data-table";
import type { ListReading } from "@/components/data-table/list-reading";
import type { OpenCell, useCellEdits } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { isTyped } from "@/components/data-table/use-list-keyboard";
import type { useListRows } from "@/components/data-table/use-list-rows";
import { useStable } from "@/components/ui/use-stable";
import { type SheetAct, sheetAct } from "./sheet-keys";
import type { useSheetActs } from "./use-sheet-acts";
import type { SheetBlock } from "./use-sheet-block";

interface ControlOptions<T extends RowData> {
  given: Pick<DataTableProps<T>, "onEdit" | "peek">;
  list: ReturnType<typeof useListRows<T>>;
  reading: ListReading<T>;
  sheet: SheetBlock;
  acts: ReturnType<typeof useSheetActs<T>>;
  edits: ReturnType<typeof useCellEdits>;
}

const moves = { down: { rows: 1, columns: 0 }, right: { rows: 0, columns: 1 }, left: { rows: 0, columns: -1 } };

/** Keys, mouse and clipboard of a sheet. */
export function useSheetControl<T extends RowData>(options: ControlOptions<T>) {
  const { given, list, reading, sheet, acts, edits } = options;
  const isDragging = useRef(false);
  const run = runner(options);

  const onSave = useStable((cell: OpenCell, text: string, parsed: ParsedEntry, how: EditMove) => {
    const row = reading.rowOf(cell.rowId);
    const column = list.columnsById.get(cell.columnId);
    const before = row === undefined ? undefined : column?.editable?.value(row);
    const { onEdit } = given;
    acts.clearMarks();
    if (row !== undefined && column && onEdit && !isSameValue(parsed.value, before))
      void edits.save(cell, text, parsed.label, () => onEdit(row, column.id, parsed.value, column.header));
    else edits.close(cell);
    if (how === "stay") return;
    if (how === "here") sheet.goTo(sheet.focus);
    else sheet.step(moves[how]);
  });
  const onCancel = useStable((cell: OpenCell) => {
    edits.close(cell);
    sheet.goTo(sheet.placeOf(cell.rowId, cell.columnId) ?? sheet.focus);
  });

  const onKeyDown = useStable((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing || !isOnCell(event.target)) return;
    const [rowId, columnId] = [sheet.rowIdAt(sheet.focus.row), sheet.columnIdAt(sheet.focus.column)];
    if (isTyped(event)) {
      event.preventDefault();
      if (reading.canEdit(rowId, columnId)) edits.begin({ rowId, columnId, text: event.key });
      else acts.refuse("This cell cannot be edited.");
      return;
    }
    const act = sheetAct(event);
    if (act && run(act)) event.preventDefault();
  });

  const onMouseDown = useStable((event: MouseEvent) => {
    const place = placeAt(event.target, sheet);
    if (!place || event.button !== 0) return;
    isDragging.current = true;
    sheet.goTo(place, event.shiftKey);
  });
  const onMouseOver = useStable((event: MouseEvent) => {
    if (event.buttons !== 1) isDragging.current = false;
    const place = isDragging.current ? placeAt(event.target, sheet) : null;
    if (place) sheet.goTo(place, true);
  });
  const onDoubleClick = useStable((event: MouseEvent) => {
    const place = placeAt(event.target, sheet);
    if (place) run({ act: "edit" });
  });

  const onCopy = useStable((event: ClipboardEvent) => {
    if (!isOnCell(event.target)) return;
    event.preventDefault();
    const text = acts.copied();
    if (text !== null) event.clipboardData.setData("text/plain", text);
  });
  const onPaste = useStable((event: ClipboardEvent) => {
    if (!isOnCell(event.target)) return;
    event.preventDefault();
    void acts.paste(event.clipboardData.getData("text/plain"));
  });
  return {
    onSave,
    onCancel,
    gridProps: {
      role: "grid",
      "aria-multiselectable": true,
      onKeyDown,
      onMouseDown,
      onMouseOver,
      onDoubleClick,
      onCopy,
      onPaste,
    },
  };
}

/** Whether an event belongs to the cells, not to an editor or a button in them. */
const isOnCell = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches("[data-column]") && target.closest("thead") === null;

function placeAt(target: EventTarget, sheet: SheetBlock) {
  if (!(target instanceof Element) || target.closest("input, button, [role=combobox]")) return null;
  const rowId = target.closest<HTMLElement>("[data-row]")?.dataset.row;
  const columnId = target.closest<HTMLElement>("[data-column]")?.dataset.column;
  return rowId && columnId ? sheet.placeOf(rowId, columnId) : null;
}

/** Runs a key's command; returns whether the sheet took it. */
function runner<T extends RowData>({ given, reading, sheet, acts, edits }: ControlOptions<T>) {
  const { focus, size } = sheet;
  const [rowId, columnId] = [sheet.rowIdAt(focus.row), sheet.columnIdAt(focus.column)];

  function edit(): void {
    if (reading.canEdit(rowId, columnId)) edits.start(rowId, columnId);
    else acts.refuse("This cell cannot be edited.");
  }
  /** Behind the last cell of a row, Tab leads on to the next part of the page. */
  function tab(by: 1 | -1): boolean {
    const isLast = by === 1 ? focus.column === size.columns - 1 : focus.column === 0;
    if (!isLast) sheet.step({ rows: 0, columns: by });
    return !isLast;
  }
  return (act: SheetAct): boolean => {
    if (act.act === "move") sheet.step(act, act.extend);
    else if (act.act === "tab") return tab(act.by);
    else if (act.act === "edit") edit();
    else if (act.act === "peek") given.peek?.show(given.peek.id === rowId ? null : rowId);
    else if (act.act === "clear") void acts.clear();
    else if (act.act === "fill") void acts.fill();
    else if (act.act === "selectAll")
      sheet.select({ from: { row: 0, column: 0 }, to: { row: size.rows - 1, column: size.columns - 1 } });
    else if (given.peek?.id) given.peek.show(null);
    else {
      acts.clearMarks();
      sheet.goTo(focus);
    }
    return true;
  };
}
