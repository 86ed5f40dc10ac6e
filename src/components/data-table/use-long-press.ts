"use client";

import { type PointerEvent, useRef } from "react";

const holdMs = 450;
const slopPx = 10;

/** Calls back with the row under a long press; `swallowed` tells a click that it only ended such a press. */
export function useLongPress(onHold: (rowId: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const held = useRef(false);

  function stop(): void {
    clearTimeout(timer.current);
  }
  return {
    swallowed(): boolean {
      const was = held.current;
      held.current = false;
      return was;
    },
    handlers: {
      onPointerDown(event: PointerEvent): void {
        held.current = false;
        if (event.pointerType !== "touch" || !(event.target instanceof Element)) return;
        const rowId = event.target.closest<HTMLElement>("[data-row]")?.dataset.row;
        if (rowId === undefined) return;
        start.current = { x: event.clientX, y: event.clientY };
        stop();
        timer.current = setTimeout(() => {
          held.current = true;
          onHold(rowId);
        }, holdMs);
      },
      onPointerMove(event: PointerEvent): void {
        const { x, y } = start.current;
        if (Math.hypot(event.clientX - x, event.clientY - y) > slopPx) stop();
      },
      onPointerUp: stop,
      onPointerCancel: stop,
    },
  };
}
