import { type RefObject, useLayoutEffect } from "react";

/** So much of its neighbours is seen too, so that nobody takes it for the last one. */
const beside = 32;

/**
 * Scrolls a row sideways, as little as possible, to the part with this `data-part`, whenever another one is current or a part
 * gets another size, as by a number that comes later.
 */
export function useScrolledTo(row: RefObject<HTMLElement | null>, current: string): void {
  // The scroll position is the browser's; before the page is painted, so that nothing jumps.
  useLayoutEffect(() => {
    const box = row.current;
    const part = box?.querySelector<HTMLElement>(`:scope > [data-part="${CSS.escape(current)}"]`);
    if (!box || !part) return undefined;
    const scroll = () => {
      const end = part.offsetLeft + part.offsetWidth - box.clientWidth + beside;
      box.scrollLeft = Math.min(Math.max(box.scrollLeft, end), part.offsetLeft - beside);
    };
    scroll();
    const sizes = new ResizeObserver(scroll);
    for (const one of box.children) sizes.observe(one);
    return () => sizes.disconnect();
  }, [row, current]);
}
