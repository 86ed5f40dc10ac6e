"use client";

import { type TouchEvent, useRef, useState } from "react";

/** A finger has gone so far sideways when letting go acts, and so far when it is a swipe and no scrolling. */
const actsAt = 96;
const beginsAt = 12;

interface Swipe {
  /** Null: nothing to do in this direction. */
  onRight: (() => void) | null;
  onLeft: (() => void) | null;
}

/** How far a finger has moved a row sideways, and the handlers of the row; letting go far enough acts. */
export function useSwipe({ onRight, onLeft }: Swipe) {
  const start = useRef<{ x: number; y: number } | null>(null);
  const [offset, setOffset] = useState(0);
  // A fast finger lifts before its last move is drawn.
  const reached = useRef(0);
  const show = (next: number) => {
    reached.current = next;
    setOffset(next);
  };
  const moved = ({ clientX, clientY }: { clientX: number; clientY: number }): number => {
    if (!start.current) return 0;
    const [x, y] = [clientX - start.current.x, clientY - start.current.y];
    const isSideways = Math.abs(x) > beginsAt && Math.abs(x) > Math.abs(y) * 2;
    const act = x > 0 ? onRight : onLeft;
    return isSideways && act ? x : 0;
  };
  const end = (act: boolean) => {
    const by = act ? reached.current : 0;
    start.current = null;
    show(0);
    if (by >= actsAt) onRight?.();
    if (by <= -actsAt) onLeft?.();
  };
  return {
    offset,
    handlers: {
      style: { touchAction: "pan-y" as const },
      onTouchStart: ({ touches }: TouchEvent) => {
        const touch = touches.length === 1 ? touches[0] : undefined;
        start.current = touch ? { x: touch.clientX, y: touch.clientY } : null;
      },
      onTouchMove: ({ touches }: TouchEvent) => {
        const touch = touches[0];
        if (touch) show(moved(touch));
      },
      onTouchEnd: () => end(true),
      onTouchCancel: () => end(false),
    },
  };
}
