import { useSyncExternalStore } from "react";

/** Whether the keyboard has ⌘ instead of Ctrl. */
export const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

const never = () => () => undefined;

/** The same for rendering; false on the server. */
export function useMac(): boolean {
  return useSyncExternalStore(never, isMac, () => false);
}
