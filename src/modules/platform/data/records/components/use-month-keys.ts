"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type OwnKeys, useOwnKeys } from "@/components/layout/keyboard";
import { dayLater } from "@/lib/working-time";
import type { NounCardRow } from "./noun-card";
import { dayIn, type ShownCalendar } from "./use-noun-calendar";

const own: OwnKeys = [
  ["up", "Previous entry"],
  ["down", "Next entry"],
  ["alt+left", "Move it to the day before"],
  ["alt+right", "Move it to the day after"],
  ["alt+up", "Move it to the week before"],
  ["alt+down", "Move it to the week after"],
];

const steps: Readonly<Record<string, { entries: 1 | -1; days: number }>> = {
  ArrowUp: { entries: -1, days: -7 },
  ArrowDown: { entries: 1, days: 7 },
  ArrowLeft: { entries: -1, days: -1 },
  ArrowRight: { entries: 1, days: 1 },
};

interface MonthKeys {
  days: ShownCalendar["days"];
  /** The field of the day. */
  day: string;
  rowOf(id: string): NounCardRow | undefined;
  onMove(row: NounCardRow, to: string): Promise<void>;
  mayMove: boolean;
}

/** Arrows lead from entry to entry; with Alt they move the one with the focus by days and weeks. */
export function useMonthKeys({ days, day, rowOf, onMove, mayMove }: MonthKeys) {
  useOwnKeys("Calendar", own);
  const container = useRef<HTMLElement>(null);
  const [moved, setMoved] = useState<{ id: string; to: string } | null>(null);

  // The moved entry is drawn anew on its other day, and the browser has taken the focus from the old one.
  useEffect(() => {
    if (moved === null || !days.get(moved.to)?.some(({ id }) => id === moved.id)) return;
    const entry = container.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(moved.id)}"]`);
    const others = container.current?.querySelector<HTMLElement>(`[data-day="${moved.to}"] [data-more]`);
    (entry ?? others)?.focus();
    setMoved(null);
  }, [moved, days]);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey, target, currentTarget } = event;
    const step = steps[key];
    if (!step || ctrlKey || metaKey || shiftKey || !(target instanceof HTMLElement)) return;
    const id = target.closest<HTMLElement>("[data-entry]")?.dataset.entry;
    if (id === undefined) return;
    event.preventDefault();
    if (altKey) {
      const row = rowOf(id);
      if (!row?.mayEdit || !mayMove) return;
      const to = dayLater(dayIn(row, day), step.days);
      setMoved({ id, to });
      void onMove(row, to);
      return;
    }
    const entries = [...currentTarget.querySelectorAll<HTMLElement>("[data-entry]")];
    entries[entries.findIndex((one) => one.dataset.entry === id) + step.entries]?.focus();
  }

  return { container, onKeyDown };
}
