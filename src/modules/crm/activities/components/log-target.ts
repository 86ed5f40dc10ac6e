"use client";

import { useEffect } from "react";
import type { ActivityKind } from "@/lib/quick-log/quick-log";

type Open = (kind: ActivityKind) => void;
let current: Open | null = null;

/** While it is mounted, keys that log an activity open this box. */
export function useLogTarget(open: Open | null): void {
  // The box of the page, which the keys of the shell reach.
  useEffect(() => {
    current = open;
    return () => {
      if (current === open) current = null;
    };
  });
}

/** Opens the log box of the page; false if the page has none. */
export function openLogBox(kind: ActivityKind): boolean {
  current?.(kind);
  return current !== null;
}
