import { type RefObject, useLayoutEffect } from "react";

/** Scrolls a row sideways, as little as possible, to the part with this `data-part`, whenever another one is current. */
export function useScrolledTo(row: RefObject<HTMLElement | null>, current: string): void {
  // The scroll position is the browser's; before the page is painted, so that nothing jumps.
  useLayoutEffect(() => {
    const box = row.current;
    const part = box?.querySelector<HTMLElement>(`:scope > [data-part="${CSS.escape(current)}"]`);
    if (!box || !part) return;
    const end = part.offsetLeft + part.offsetWidth - box.clientWidth;
    box.scrollLeft = Math.min(Math.max(box.scrollLeft, end), part.offsetLeft);
  }, [row, current]);
}
