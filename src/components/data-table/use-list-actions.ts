"use client";

import type { RowData } from "@tanstack/react-table";
import type { MouseEvent } from "react";
import { isSameValue, type ParsedEntry } from "@/components/data-table/data-column";
import { type ListFacts, readList } from "@/components/data-table/list-reading";
import { type OpenCell, useCellEdits } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { useListKeyboard } from "@/components/data-table/use-list-keyboard";
import { useListPointer } from "@/components/data-table/use-list-pointer";
import { useStable } from "@/components/ui/use-stable";

/** Pointer and keyboard actions of a list: cursor, selection, opening, editing. */
export function useListActions<T extends RowData>(facts: ListFacts<T>) {
  const { model, items, indexes, columnsById, move, onEdit } = facts;
  const { table, setSelection } = model;
  const edits = useCellEdits();
  const list = readList(facts);

  function toggle(id: string, shiftKey = false): void {
    const item = items[indexes.get(id) ?? -1];
    if (item?.kind !== "row") return;
    // The table's own handler keeps the start of a Shift range.
    item.row.getToggleSelectedHandler()({ target: { checked: !item.row.getIsSelected() }, shiftKey });
  }
  const toggleAll = useStable(() => table.toggleAllRowsSelected(!table.getIsAllRowsSelected()));
  const clearSelection = useStable(() => setSelection({}));
  const onToggle = useStable((id: string, event: MouseEvent<HTMLInputElement>) => {
    toggle(id, event.shiftKey);
    move(id);
  });

  const onSave = useStable((cell: OpenCell, text: string, parsed: ParsedEntry, how: EditMove) => {
    const row = list.rowOf(cell.rowId);
    const column = columnsById.get(cell.columnId);
    const before = row === undefined ? undefined : column?.editable?.value(row);
    if (row !== undefined && column && !isSameValue(parsed.value, before) && onEdit) {
      const send = () => onEdit(row, column.id, parsed.value, column.header);
      void edits.save(cell, text, parsed.label, send);
    } else edits.close(cell);
    if (how === "here") move(cell.rowId, cell.columnId);
    if (how === "down") move(list.rowAtOffset(indexes.get(cell.rowId) ?? 0, 1) ?? cell.rowId, cell.columnId);
    if (how !== "right" && how !== "left") return;
    const next = list.nextCell(cell.columnId, how === "right" ? 1 : -1, cell.rowId, true);
    move(cell.rowId, next ?? cell.columnId);
    if (next !== null) edits.start(cell.rowId, next);
  });
  const onCancel = useStable((cell: OpenCell) => {
    edits.close(cell);
    move(cell.rowId, cell.columnId);
  });

  const pointer = useListPointer(facts, list, { edits, toggle });
  const onKeyDown = useListKeyboard(facts, list, { edits, toggle, clearSelection });
  return {
    edits,
    onToggle,
    onSave,
    onCancel,
    toggleAll,
    clearSelection,
    gridProps: { role: facts.tree ? "treegrid" : "grid", "aria-multiselectable": true, onKeyDown, ...pointer },
  };
}
