"use client";

import type { KeyboardEvent } from "react";
import { type OwnKeys, useOwnKeys } from "@/components/layout/keyboard";
import type { CalendarEntry } from "./calendar-queries";
import { clockLater, type Drawn, movedBy, neighbourOf, stepMinutes } from "./entries";
import { isDone, isMovable } from "./entry-block";

const own: OwnKeys = [
  ["up", "Previous activity"],
  ["down", "Next activity"],
  ["alt+up", "Move it 15 minutes earlier"],
  ["alt+down", "Move it 15 minutes later"],
  ["alt+left", "Move it to the day before"],
  ["alt+right", "Move it to the day after"],
  ["alt+shift+down", "Make it 15 minutes longer"],
  ["alt+shift+up", "Make it 15 minutes shorter"],
];

const steps: Readonly<Record<string, { minutes: number; days: number }>> = {
  ArrowUp: { minutes: -stepMinutes, days: 0 },
  ArrowDown: { minutes: stepMinutes, days: 0 },
  ArrowLeft: { minutes: 0, days: -1 },
  ArrowRight: { minutes: 0, days: 1 },
};

interface Acts {
  move(entry: CalendarEntry, to: Pick<Drawn, "start" | "allDay">, revert: () => void): unknown;
  resize(entry: CalendarEntry, end: string, revert: () => void): unknown;
  readsOnly: boolean;
}

const nothing = () => {};

/** Arrows lead from entry to entry; with Alt they move the one with the focus, with Shift too they change its length. */
export function useCalendarKeys(entries: readonly CalendarEntry[], { move, resize, readsOnly }: Acts) {
  useOwnKeys("Calendar", own);

  function act(entry: CalendarEntry, key: string, longer: boolean): void {
    const step = steps[key];
    if (!step || readsOnly || !isMovable(entry)) return;
    if (!longer) move(entry, movedBy(entry, step), nothing);
    else if (step.minutes !== 0 && !entry.allDay && !isDone(entry))
      resize(entry, clockLater(entry.end, step.minutes), nothing);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const { target, currentTarget } = event;
    if (!steps[key] || ctrlKey || metaKey || !(target instanceof HTMLElement)) return;
    const entry = entries.find(({ id }) => id === target.closest<HTMLElement>("[data-entry]")?.dataset.entry);
    if (!entry) return;
    event.preventDefault();
    if (altKey) act(entry, key, shiftKey);
    else {
      const next = neighbourOf(entries, entry.id, key);
      if (next) currentTarget.querySelector<HTMLElement>(`[data-entry="${CSS.escape(next.id)}"]`)?.focus();
    }
  }

  return onKeyDown;
}
