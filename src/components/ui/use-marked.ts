"use client";

import { type KeyboardEvent, useRef, useState } from "react";

const steps = new Set(["ArrowUp", "ArrowDown", "Home", "End"]);

/**
 * The marked line of a list that cmdk shows: the one that arrows or the pointer marked, else the first. By itself cmdk
 * also marks a line when lines come or go, and then none when an answer replaces them all.
 */
export function useMarked(ids: readonly string[]) {
  const [marked, setMarked] = useState<string | null>(null);
  // Read in the same event that sets it.
  const stepping = useRef(false);
  const step = () => {
    stepping.current = true;
  };
  return {
    marked,
    active: ids.find((id) => id === marked) ?? ids[0],
    mark: (id: string) => stepping.current && setMarked(id),
    onKeyDown: ({ key }: Pick<KeyboardEvent, "key">) => steps.has(key) && step(),
    onPointerMoveCapture: step,
    /** Another text is searched. */
    forget() {
      setMarked(null);
      stepping.current = false;
    },
  };
}
