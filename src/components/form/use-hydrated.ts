"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False until hydration: before that the browser itself would submit a form. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
