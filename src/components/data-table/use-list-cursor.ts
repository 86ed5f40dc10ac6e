"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { neighbourOf } from "@/components/data-table/list-items";
import type { RowPeek } from "@/components/data-table/use-row-peek";
import { isNowhere } from "@/components/layout/content-focus";
import { useStable } from "@/components/ui/use-stable";

/** The keyboard cursor: a row, or one of its cells. */
export interface Cursor {
  rowId: string;
  columnId: string | null;
}

interface CursorOptions {
  container: RefObject<HTMLElement | null>;
  /** Its position when the list was left. */
  start: Cursor | null;
  /** The row open beside the list: the cursor follows it and moves it. */
  peek: RowPeek | undefined;
  reveal(id: string): void;
  has(id: string): boolean;
  /** All rows in order. */
  rowIds: readonly string[];
}

/** The cursor of a list. `move` also sets the focus, and waits for the row if it is not rendered yet. */
export function useListCursor({ container, start, peek, reveal, has, rowIds }: CursorOptions) {
  const [cursor, setCursor] = useState<Cursor | null>(start);
  const wantsFocus = useRef(false);

  const move = useStable((rowId: string, columnId: string | null = null) => {
    wantsFocus.current = true;
    setCursor({ rowId, columnId });
    reveal(rowId);
    if (peek?.id && rowId !== peek.id) peek.show(rowId);
  });

  const follow = useStable((rowId: string) => {
    if (rowId === cursor?.rowId) return;
    setCursor({ rowId, columnId: null });
    reveal(rowId);
  });
  const peekId = peek?.id ?? null;
  const peeked = useRef(peekId);
  const comeBack = useStable((rowId: string) => {
    if (isNowhere(document.activeElement) && has(rowId)) move(rowId);
  });
  // The browser's scroll position follows the row that a panel shows; when it closes, its focus returns to the row.
  useEffect(() => {
    if (peekId) follow(peekId);
    else if (peeked.current) comeBack(peeked.current);
    peeked.current = peekId;
  }, [peekId, follow, comeBack]);

  const order = useRef(rowIds);
  const goOn = useStable(() => {
    const rowId = cursor && !has(cursor.rowId) ? neighbourOf(order.current, cursor.rowId, rowIds) : null;
    if (rowId) setCursor({ rowId, columnId: null });
    order.current = rowIds;
  });
  // The rows come from the server: after archiving some, the cursor continues at their position, not at the first
  // row.
  useLayoutEffect(() => {
    if (rowIds.length > 0) goOn();
  }, [rowIds, goOn]);

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
