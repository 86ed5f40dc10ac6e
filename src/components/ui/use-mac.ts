import { useSyncExternalStore } from "react";

/** Whether the keyboard has ⌘ where others have Ctrl. */
export const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

const never = () => () => undefined;

/** The same for what is drawn; false on the server. */
export function useMac(): boolean {
  return useSyncExternalStore(never, isMac, () => false);
}
