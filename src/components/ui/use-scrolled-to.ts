import { type RefObject, useLayoutEffect } from "react";

/** Scrolls a row sideways, as little as possible, to its current part (`aria-current`) whenever another one is current. */
export function useScrolledTo(row: RefObject<HTMLElement | null>, current: string): void {
  // The scroll position is the browser's; before the page is painted, so that nothing jumps.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the part is found by its attribute
  useLayoutEffect(() => {
    const box = row.current;
    const part = box?.querySelector<HTMLElement>(":scope > [aria-current]:not([aria-current=false])");
    if (!box || !part) return;
    const end = part.offsetLeft + part.offsetWidth - box.clientWidth;
    box.scrollLeft = Math.min(Math.max(box.scrollLeft, end), part.offsetLeft);
  }, [row, current]);
}
