"use client";

import type { RowData } from "@tanstack/react-table";
import type { MouseEvent } from "react";
import type { ListFacts, ListReading } from "@/components/data-table/list-reading";
import { ownControls } from "@/components/data-table/own-controls";
import type { useCellEdits } from "@/components/data-table/use-cell-edits";
import { useLongPress } from "@/components/data-table/use-long-press";
import { useStable } from "@/components/ui/use-stable";

interface PointerActs {
  edits: ReturnType<typeof useCellEdits>;
  toggle(rowId: string, shiftKey?: boolean): void;
}

/** Mouse and touch in a list: they set the cursor, select, open and edit. */
export function useListPointer<T extends RowData>(facts: ListFacts<T>, list: ListReading<T>, acts: PointerActs) {
  const { cursor, move, phone, selecting, peek, onOpen } = facts;
  const { rowOf, canEdit } = list;
  const { edits, toggle } = acts;
  const longPress = useLongPress((id) => toggle(id));

  const onClick = useStable((event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const { rowId, columnId } = cellAt(event.target);
    const row = rowOf(rowId);
    if (rowId === undefined || row === undefined) return;
    if (event.target.closest("[data-peek]")) {
      move(rowId);
      return peek?.show(rowId);
    }
    if (event.target.closest("[data-branch], [data-grip]")) return move(rowId);
    if (event.target.closest(ownControls)) return;
    const modified = event.metaKey || event.ctrlKey;
    const link = event.target.closest("[data-open]");
    if (link && modified && !phone) return;
    event.preventDefault();
    if (longPress.swallowed()) return;
    if (event.shiftKey || modified || (phone && selecting)) return toggle(rowId, event.shiftKey);
    if (link || phone) {
      move(rowId);
      return onOpen(row);
    }
    const again = cursor?.rowId === rowId && cursor.columnId === columnId;
    if (again && canEdit(rowId, columnId)) edits.start(rowId, columnId);
    else move(rowId, columnId);
  });
  const onDoubleClick = useStable((event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest(ownControls)) return;
    const { rowId, columnId } = cellAt(event.target);
    const row = rowOf(rowId);
    if (rowId !== undefined && row !== undefined && !canEdit(rowId, columnId)) onOpen(row);
  });
  return {
    onClick,
    onDoubleClick,
    onMouseOver: titleWhenCut,
    onContextMenu: (event: MouseEvent) => {
      if (phone && event.target instanceof Element && event.target.closest("[data-row]")) event.preventDefault();
    },
    ...longPress.handlers,
  };
}

function cellAt(target: Element) {
  return {
    rowId: target.closest<HTMLElement>("[data-row]")?.dataset.row,
    columnId: target.closest<HTMLElement>("[data-column]")?.dataset.column ?? null,
  };
}

/** A cell with cut-off text shows all of it in its tooltip. Rows that scroll under a resting pointer are not measured. */
function titleWhenCut(event: MouseEvent): void {
  const rests = event.movementX === 0 && event.movementY === 0;
  if (rests || !(event.target instanceof HTMLElement)) return;
  const cell = event.target.closest<HTMLElement>("[data-column]");
  if (cell?.title !== "") return;
  const cut = [...cell.querySelectorAll<HTMLElement>("span, a, div")].some(
    (part) => part.scrollWidth > part.clientWidth + 1,
  );
  if (cut) cell.title = cell.textContent ?? "";
}
