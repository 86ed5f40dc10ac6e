"use client";

import { useEffect, useState } from "react";
import type { BoardColumnDef } from "@/components/board/board-column-def";

const stripDwellMs = 500;

/** The column that a phone shows: the one chosen on the strip, or the one over which a card was held there. */
export function usePhoneColumn<C>(
  columns: readonly BoardColumnDef<C>[],
  onExpand: ((columnId: string) => void) | undefined,
) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [overStrip, setOverStrip] = useState<string | null>(null);
  const shownColumn = columns.some((column) => column.id === chosen) ? chosen : (columns[0]?.id ?? null);

  // A timer: holding a card over the strip for a while switches the column.
  useEffect(() => {
    if (overStrip === null) return;
    const timer = setTimeout(() => setChosen(overStrip), stripDwellMs);
    return () => clearTimeout(timer);
  }, [overStrip]);

  function choose(columnId: string): void {
    setChosen(columnId);
    if (columns.some((column) => column.id === columnId && column.collapsed)) onExpand?.(columnId);
  }
  return { shownColumn, setChosen, overStrip, setOverStrip, choose };
}
