"use client";

import type { RowData } from "@tanstack/react-table";
import { type KeyboardEvent, useEffect } from "react";
import { rowFrom } from "@/components/data-table/list-items";
import { type ListAct, listAct } from "@/components/data-table/list-keys";
import type { ListFacts, ListReading } from "@/components/data-table/list-reading";
import { treeKey, treeStep } from "@/components/data-table/list-tree";
import { ownControls } from "@/components/data-table/own-controls";
import type { useCellEdits } from "@/components/data-table/use-cell-edits";
import { isNowhere } from "@/components/layout/content-focus";
import { useStable } from "@/components/ui/use-stable";

interface KeyboardActs {
  edits: ReturnType<typeof useCellEdits>;
  toggle(rowId: string): void;
  clearSelection(): void;
}

type TypingKey = "key" | "metaKey" | "ctrlKey" | "altKey" | "getModifierState";

/** Whether a key types a character; Space is the list's own key, and AltGr counts as Ctrl and Alt on some systems. */
export function isTyped(event: Pick<KeyboardEvent, TypingKey>): boolean {
  if ([...event.key].length !== 1 || event.key === " ") return false;
  return event.getModifierState("AltGraph") || !(event.metaKey || event.ctrlKey || event.altKey);
}

/** Whether a key belongs to the focused control, not to the list. */
function isForControl(target: HTMLElement, key: string): boolean {
  const boxed = target instanceof HTMLInputElement && target.type === "checkbox";
  // The chevrons of groups and branches keep the keys that press them.
  const onHead = target.closest("[data-group], [data-branch]") !== null && key !== " " && key !== "Enter";
  if ((target.closest(ownControls) && !boxed && !onHead) || (boxed && key === " ")) return true;
  // The menus of the foot are outside of the list, and its children to React.
  if (target.closest("tfoot, [role=menu]")) return true;
  return target.closest("thead") !== null && key !== "ArrowDown";
}

/** The keys of a list: they move the cursor, select, open and edit. */
export function useListKeyboard<T extends RowData>(facts: ListFacts<T>, list: ListReading<T>, acts: KeyboardActs) {
  const { cursor, currentId } = facts;
  const run = runner(facts, list, acts);

  /** As in a spreadsheet: typing on the focused cell replaces its value. */
  function beginCell(event: Pick<KeyboardEvent, TypingKey>, target: HTMLElement): boolean {
    const columnId = cursor?.columnId ?? null;
    const onCell = cursor?.rowId === currentId && columnId !== null && target.dataset.column === columnId;
    if (!onCell || currentId === undefined || !list.canEdit(currentId, columnId) || !isTyped(event)) return false;
    acts.edits.begin({ rowId: currentId, columnId, text: event.key });
    return true;
  }
  const onKey = useStable((event: globalThis.KeyboardEvent | KeyboardEvent): void => {
    const target = event.target;
    if (event.defaultPrevented || !(target instanceof HTMLElement) || isForControl(target, event.key)) return;
    const step = facts.tree?.onStep && treeStep("nativeEvent" in event ? event.nativeEvent : event);
    if (step) {
      event.preventDefault();
      if (currentId !== undefined) facts.tree?.onStep?.(currentId, step, () => facts.move(currentId, cursor?.columnId));
      return;
    }
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
  return onKey;
}

/** Runs a key's command on the list. */
function runner<T extends RowData>(facts: ListFacts<T>, list: ListReading<T>, acts: KeyboardActs) {
  const { model, items, indexes, cursor, currentId, move, phone, peek, tree } = facts;
  const columnId = cursor?.columnId ?? null;

  function step(by: number, select: boolean): void {
    if (currentId === undefined) return;
    const index = indexes.get(currentId) ?? 0;
    // The first key of a list without a cursor only moves it to the first row.
    const next = cursor === null || !indexes.has(cursor.rowId) ? currentId : list.rowAtOffset(index, by);
    if (next === null) return;
    if (select) model.setSelection((before) => ({ ...before, [currentId]: true, [next]: true }));
    move(next, columnId);
  }
  function stepCell(by: 1 | -1): void {
    if (currentId === undefined || phone) return;
    const branch = tree && !columnId ? treeKey(tree, currentId, by) : null;
    if (branch === "toggle") tree?.onToggle(currentId);
    else if (branch) move(branch.to);
    else if (columnId) move(currentId, list.nextCell(columnId, by, currentId, false) ?? (by === 1 ? columnId : null));
    else if (by === 1) move(currentId, model.placed[0]?.id ?? null);
  }
  function toEnd(last: boolean): void {
    const id = last ? rowFrom(items, items.length, -1) : rowFrom(items, -1, 1);
    if (id !== null) move(id, columnId);
  }
  function leave(): void {
    if (peek?.id) peek.show(null);
    else if (cursor?.columnId) move(cursor.rowId, null);
    else acts.clearSelection();
  }
  return (action: ListAct): void => {
    const row = list.rowOf(currentId);
    if (action.act === "step") step(action.by, action.select === true);
    else if (action.act === "end") toEnd(action.last);
    else if (action.act === "cell") stepCell(action.by);
    else if (action.act === "selectAll") model.table.toggleAllRowsSelected(true);
    else if (action.act === "escape") leave();
    else if (currentId === undefined || row === undefined) return;
    else if (action.act === "select") acts.toggle(currentId);
    else if (action.act === "peek") peek?.show(peek.id === currentId ? null : currentId);
    else if (list.canEdit(currentId, columnId)) acts.edits.start(currentId, columnId);
    else if (action.act === "enter") facts.onOpen(row);
  };
}
