"use client";

import type { RowData } from "@tanstack/react-table";
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect } from "react";
import type { DataColumn, Understood } from "@/components/data-table/data-column";
import { type ListItem, rowFrom } from "@/components/data-table/list-items";
import { type ListAct, listAct } from "@/components/data-table/list-keys";
import { type OpenCell, useCellEdits } from "@/components/data-table/use-cell-edits";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import type { Cursor } from "@/components/data-table/use-list-cursor";
import type { useListTable } from "@/components/data-table/use-list-table";
import { useLongPress } from "@/components/data-table/use-long-press";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { isNowhere } from "@/components/layout/content-focus";
import { useStable } from "@/components/ui/use-stable";

interface ActionOptions<T extends RowData> {
  model: ReturnType<typeof useListTable<T>>;
  items: readonly ListItem<T>[];
  indexes: ReadonlyMap<string, number>;
  columnsById: ReadonlyMap<string, DataColumn<T>>;
  cursor: Cursor | null;
  currentId: string | undefined;
  move(rowId: string, columnId?: string | null): void;
  scroller: RefObject<HTMLElement | null>;
  phone: boolean;
  selecting: boolean;
  onOpen(row: T): void;
  peek?: RowPeek | undefined;
  onEdit?: ((row: T, columnId: string, value: unknown, header: string) => Promise<void>) | undefined;
}

type TypingKey = "key" | "metaKey" | "ctrlKey" | "altKey" | "getModifierState";

/** Whether a key writes a character; Space is the list's own key, and AltGr counts as Ctrl and Alt on some systems. */
function isTyped(event: Pick<KeyboardEvent, TypingKey>): boolean {
  if ([...event.key].length !== 1 || event.key === " ") return false;
  return event.getModifierState("AltGraph") || !(event.metaKey || event.ctrlKey || event.altKey);
}

const ownControls = "button, input, textarea, select, label, [contenteditable], a:not([data-open])";

/** What pointer and keyboard do in a list: cursor, selection, opening, editing. */
export function useListActions<T extends RowData>(options: ActionOptions<T>) {
  const { model, items, indexes, columnsById, cursor, currentId, move, phone, selecting } = options;
  const { table, placed, setSelection } = model;
  const edits = useCellEdits();

  function rowOf(id: string | undefined): T | undefined {
    const item = id === undefined ? undefined : items[indexes.get(id) ?? -1];
    return item?.kind === "row" ? item.row.original : undefined;
  }
  function canEdit(id: string, columnId: string | null): columnId is string {
    const row = rowOf(id);
    const editable = columnId === null ? undefined : columnsById.get(columnId)?.editable;
    return options.onEdit !== undefined && editable !== undefined && row !== undefined && !editable.locked?.(row);
  }
  function toggle(id: string, shiftKey = false): void {
    const item = items[indexes.get(id) ?? -1];
    if (item?.kind !== "row") return;
    // The table's own handler keeps the place that a range with Shift starts from.
    item.row.getToggleSelectedHandler()({ target: { checked: !item.row.getIsSelected() }, shiftKey });
  }
  function step(by: number, select: boolean): void {
    if (currentId === undefined) return;
    const index = indexes.get(currentId) ?? 0;
    // The first key of a list whose cursor is nowhere yet only takes the first row.
    const next = cursor === null || !indexes.has(cursor.rowId) ? currentId : far(index, by);
    if (next === null) return;
    if (select) setSelection((before) => ({ ...before, [currentId]: true, [next]: true }));
    move(next, cursor?.columnId ?? null);
  }
  function far(index: number, by: number): string | null {
    let id: string | null = null;
    for (let count = Math.abs(by), from = index; count > 0; count--) {
      const next = rowFrom(items, from, by > 0 ? 1 : -1);
      if (next === null) break;
      id = next;
      from = indexes.get(next) ?? from;
    }
    return id;
  }
  function nextCell(from: string, by: 1 | -1, rowId: string, editableOnly: boolean): string | null {
    let index = placed.findIndex((column) => column.id === from) + by;
    for (; index >= 0 && index < placed.length; index += by) {
      const id = placed[index]?.id;
      if (id !== undefined && (!editableOnly || canEdit(rowId, id))) return id;
    }
    return null;
  }
  function stepCell(by: 1 | -1): void {
    if (currentId === undefined || phone) return;
    const from = cursor?.columnId;
    if (from) move(currentId, nextCell(from, by, currentId, false) ?? (by === 1 ? from : null));
    else if (by === 1) move(currentId, placed[0]?.id ?? null);
  }

  function run(action: ListAct): void {
    const row = rowOf(currentId);
    if (action.act === "step") step(action.by, action.select === true);
    else if (action.act === "end") {
      const id = action.last ? rowFrom(items, items.length, -1) : rowFrom(items, -1, 1);
      if (id !== null) move(id, cursor?.columnId ?? null);
    } else if (action.act === "cell") stepCell(action.by);
    else if (action.act === "selectAll") selectAll();
    else if (action.act === "escape") leave();
    else if (currentId === undefined || row === undefined) return;
    else if (action.act === "select") toggle(currentId);
    else if (action.act === "peek") options.peek?.show(options.peek.id === currentId ? null : currentId);
    else if (canEdit(currentId, cursor?.columnId ?? null)) edits.start(currentId, cursor?.columnId ?? "");
    else if (action.act === "enter") options.onOpen(row);
  }
  /** As in a spreadsheet: what is typed on the cell with the focus takes the place of its value. */
  function beginCell(event: Pick<KeyboardEvent, TypingKey>, target: HTMLElement): boolean {
    const columnId = cursor?.columnId ?? null;
    const onCell = cursor?.rowId === currentId && columnId !== null && target.dataset.column === columnId;
    if (!onCell || currentId === undefined || !canEdit(currentId, columnId) || !isTyped(event)) return false;
    edits.begin({ rowId: currentId, columnId, text: event.key });
    return true;
  }
  function leave(): void {
    if (options.peek?.id) options.peek.show(null);
    else if (cursor?.columnId) move(cursor.rowId, null);
    else clearSelection();
  }
  function selectAll(): void {
    table.toggleAllRowsSelected(true);
  }
  const toggleAll = useStable(() => table.toggleAllRowsSelected(!table.getIsAllRowsSelected()));
  const clearSelection = useStable(() => setSelection({}));
  const onToggle = useStable((id: string, event: MouseEvent<HTMLInputElement>) => {
    toggle(id, event.shiftKey);
    move(id);
  });

  const onSave = useStable((cell: OpenCell, text: string, understood: Understood, how: EditMove) => {
    const row = rowOf(cell.rowId);
    const column = columnsById.get(cell.columnId);
    const before = row === undefined ? undefined : column?.editable?.value(row);
    if (row !== undefined && column && understood.value !== before && options.onEdit) {
      const send = options.onEdit;
      void edits.save(cell, text, understood.label, () => send(row, column.id, understood.value, column.header));
    } else edits.close(cell);
    if (how === "down") move(far(indexes.get(cell.rowId) ?? 0, 1) ?? cell.rowId, cell.columnId);
    if (how !== "right" && how !== "left") return;
    const next = nextCell(cell.columnId, how === "right" ? 1 : -1, cell.rowId, true);
    move(cell.rowId, next ?? cell.columnId);
    if (next !== null) edits.start(cell.rowId, next);
  });
  const onCancel = useStable((cell: OpenCell) => {
    edits.close(cell);
    move(cell.rowId, cell.columnId);
  });

  const longPress = useLongPress((id) => toggle(id));
  const onClick = useStable((event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const rowId = event.target.closest<HTMLElement>("[data-row]")?.dataset.row;
    const row = rowOf(rowId);
    if (rowId === undefined || row === undefined) return;
    if (event.target.closest("[data-peek]")) {
      move(rowId);
      return options.peek?.show(rowId);
    }
    if (event.target.closest(ownControls)) return;
    const modified = event.metaKey || event.ctrlKey;
    const link = event.target.closest("[data-open]");
    if (link && modified && !phone) return;
    event.preventDefault();
    if (longPress.swallowed()) return;
    if (event.shiftKey || modified || (phone && selecting)) return toggle(rowId, event.shiftKey);
    if (link || phone) {
      move(rowId);
      return options.onOpen(row);
    }
    const columnId = event.target.closest<HTMLElement>("[data-column]")?.dataset.column ?? null;
    const again = cursor?.rowId === rowId && cursor.columnId === columnId;
    if (again && canEdit(rowId, columnId)) edits.start(rowId, columnId);
    else move(rowId, columnId);
  });
  const onDoubleClick = useStable((event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest(ownControls)) return;
    const rowId = event.target.closest<HTMLElement>("[data-row]")?.dataset.row;
    const columnId = event.target.closest<HTMLElement>("[data-column]")?.dataset.column ?? null;
    const row = rowOf(rowId);
    if (rowId !== undefined && row !== undefined && !canEdit(rowId, columnId)) options.onOpen(row);
  });

  const onKey = useStable((event: globalThis.KeyboardEvent | KeyboardEvent): void => {
    const target = event.target;
    if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
    const inHead = target.closest("thead") !== null;
    const boxed = target instanceof HTMLInputElement && target.type === "checkbox";
    // The chevron of a group keeps the keys that press it.
    const onHead = target.closest("[data-group]") !== null && event.key !== " " && event.key !== "Enter";
    if ((target.closest(ownControls) && !boxed && !onHead) || (boxed && event.key === " ")) return;
    if (inHead && event.key !== "ArrowDown") return;
    const begun = beginCell(event, target);
    const action = begun ? null : listAct(event);
    if (!begun && !action) return;
    event.preventDefault();
    if (action) run(action);
  });
  // The document's keyboard.
  useEffect(() => {
    function onPageKey(event: globalThis.KeyboardEvent): void {
      if (isNowhere(event.target) && event.key !== "Escape" && event.key !== "Enter") onKey(event);
    }
    document.addEventListener("keydown", onPageKey);
    return () => document.removeEventListener("keydown", onPageKey);
  }, [onKey]);

  return {
    edits,
    onToggle,
    onSave,
    onCancel,
    toggleAll,
    clearSelection,
    gridProps: {
      role: "grid",
      "aria-multiselectable": true,
      onClick,
      onDoubleClick,
      onKeyDown: onKey,
      onMouseOver: titleWhenCut,
      onContextMenu: (event: MouseEvent) => {
        if (phone && event.target instanceof Element && event.target.closest("[data-row]")) event.preventDefault();
      },
      ...longPress.handlers,
    },
  };
}

/** A cell whose text is cut tells all of it in its tooltip. */
function titleWhenCut(event: MouseEvent): void {
  if (!(event.target instanceof HTMLElement)) return;
  const cell = event.target.closest<HTMLElement>("[data-column]");
  if (cell?.title !== "") return;
  const cut = [...cell.querySelectorAll<HTMLElement>("span, a, div")].some(
    (part) => part.scrollWidth > part.clientWidth + 1,
  );
  if (cut) cell.title = cell.textContent ?? "";
}
