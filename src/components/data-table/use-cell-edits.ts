"use client";

import { useCallback, useState } from "react";

/** The open cell, with the rejected text or the text that was typed to open it. */
export interface OpenCell {
  rowId: string;
  columnId: string;
  text?: string;
  reason?: string;
}

interface Refusal {
  text: string;
  reason: string;
}

function key(rowId: string, columnId: string): string {
  return `${rowId}\n${columnId}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : "This was not saved. Try again.";
}

/**
 * The edited cell, pending values and rejected values. A rejected cell opens again with the typed text, unless another
 * one is being edited; then it is marked until somebody returns to it.
 */
export function useCellEdits() {
  const [open, setOpen] = useState<OpenCell | null>(null);
  const [pending, setPending] = useState<ReadonlyMap<string, { label: string }>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, Refusal>>(new Map());

  const start = useCallback(
    (rowId: string, columnId: string) => setOpen({ rowId, columnId, ...refused.get(key(rowId, columnId)) }),
    [refused],
  );
  /** Opens it with text that was typed on the cell, replacing its value. */
  const begin = useCallback((cell: Required<Omit<OpenCell, "reason">>) => {
    setRefused((before) => without(before, key(cell.rowId, cell.columnId)));
    setOpen(cell);
  }, []);

  const close = useCallback((cell: OpenCell) => {
    setOpen(null);
    setRefused((before) => without(before, key(cell.rowId, cell.columnId)));
  }, []);

  const save = useCallback(async (cell: OpenCell, text: string, label: string, send: () => Promise<void>) => {
    const id = key(cell.rowId, cell.columnId);
    setOpen(null);
    setRefused((before) => without(before, id));
    const mine = { label };
    setPending((before) => new Map(before).set(id, mine));
    try {
      await send();
    } catch (error) {
      const refusal = { text, reason: reasonOf(error) };
      setRefused((before) => new Map(before).set(id, refusal));
      setOpen((current) => current ?? { rowId: cell.rowId, columnId: cell.columnId, ...refusal });
    } finally {
      // Another value of the same cell may be pending by now.
      setPending((before) => (before.get(id) === mine ? without(before, id) : before));
    }
  }, []);

  const pendingLabel = useCallback(
    (rowId: string, columnId: string) => pending.get(key(rowId, columnId))?.label,
    [pending],
  );
  const refusal = useCallback((rowId: string, columnId: string) => refused.get(key(rowId, columnId)), [refused]);
  return { open, start, begin, close, save, pendingLabel, refusal };
}

function without<V>(map: ReadonlyMap<string, V>, id: string): ReadonlyMap<string, V> {
  if (!map.has(id)) return map;
  const next = new Map(map);
  next.delete(id);
  return next;
}
