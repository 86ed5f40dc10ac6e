"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False until the browser has taken the page over: before that a form would be sent by the browser itself. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
