"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Whether the last input was a key and not a pointer. */
export function useByKeys(): RefObject<boolean> {
  const byKeys = useRef(true);
  // The document reports keys and pointers, even if others handle them.
  useEffect(() => {
    const listening = new AbortController();
    const track = (act: string, key: boolean) =>
      document.addEventListener(
        act,
        () => {
          byKeys.current = key;
        },
        { capture: true, signal: listening.signal },
      );
    track("keydown", true);
    track("pointerdown", false);
    return () => listening.abort();
  }, []);
  return byKeys;
}
