"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStable } from "@/components/data-table/use-stable";

/** Where the keyboard is: on a row, or on one of its cells. */
export interface Cursor {
  rowId: string;
  columnId: string | null;
}

interface CursorOptions {
  container: RefObject<HTMLElement | null>;
  /** The row a peek shows; the cursor follows it. */
  activeId: string | null | undefined;
  onActiveChange: ((id: string) => void) | undefined;
  reveal(id: string): void;
}

/** The cursor of a list. `move` also takes the focus there, and waits for the row if it is not drawn yet. */
export function useListCursor({ container, activeId, onActiveChange, reveal }: CursorOptions) {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const wantsFocus = useRef(false);

  const move = useStable((rowId: string, columnId: string | null = null) => {
    wantsFocus.current = true;
    setCursor({ rowId, columnId });
    reveal(rowId);
    if (rowId !== cursor?.rowId) onActiveChange?.(rowId);
  });

  const follow = useStable((rowId: string) => {
    if (rowId === cursor?.rowId) return;
    setCursor({ rowId, columnId: null });
    reveal(rowId);
  });
  // The browser's scroll position follows the row that a peek shows.
  useEffect(() => {
    if (activeId) follow(activeId);
  }, [activeId, follow]);

  // The browser's focus follows the cursor.
  useLayoutEffect(() => {
    if (!wantsFocus.current || !cursor) return;
    const row = container.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(cursor.rowId)}"]`);
    const cell = cursor.columnId
      ? row?.querySelector<HTMLElement>(`[data-column="${CSS.escape(cursor.columnId)}"]`)
      : row;
    if (!cell) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: true });
    if (cursor.columnId) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  return { cursor, move };
}
