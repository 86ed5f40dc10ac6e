import { useEffect } from "react";
import { useStable } from "./use-stable";

/** Calls back when the pointer is released, before dnd-kit ends the drag; not when Escape ends it. */
export function useRelease(isActive: boolean, onRelease: (event: Event) => void): void {
  const release = useStable(onRelease);
  // The window hears of the release before the listeners of dnd-kit on the document do.
  useEffect(() => {
    if (!isActive) return;
    const ends = ["mouseup", "touchend"] as const;
    for (const end of ends) window.addEventListener(end, release, { capture: true });
    return () => {
      for (const end of ends) window.removeEventListener(end, release, { capture: true });
    };
  }, [isActive, release]);
}
