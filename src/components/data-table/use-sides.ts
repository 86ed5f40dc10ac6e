import { type RefObject, useEffect, useRef } from "react";
import { useStable } from "@/components/ui/use-stable";

/**
 * Marks a frame whose scroller hides content: `data-before` on the left, `data-after` on the right. Set directly,
 * because a state would render the whole list again with each sideways scroll.
 */
export function useSides(frame: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): () => void {
  const marked = useRef("");
  const mark = useStable(() => {
    const box = scroller.current;
    if (!frame.current || !box) return;
    const next = [
      String(box.scrollLeft > 0),
      // Widths are rounded, places are not.
      String(box.scrollLeft + box.clientWidth < box.scrollWidth - 1),
      `${box.offsetWidth - box.clientWidth}px`,
      `${box.offsetHeight - box.clientHeight}px`,
    ] as const;
    // Writing the same again would style all rows anew with each step of a scroll.
    if (next.join() === marked.current) return;
    marked.current = next.join();
    const { dataset, style } = frame.current;
    [dataset.before, dataset.after] = next;
    style.setProperty("--bar-x", next[2]);
    style.setProperty("--bar-y", next[3]);
  });
  // The sizes of the laid out list and its window.
  useEffect(() => {
    const sizes = new ResizeObserver(mark);
    for (const part of [scroller.current, scroller.current?.firstElementChild]) if (part) sizes.observe(part);
    return () => sizes.disconnect();
  }, [scroller, mark]);
  return mark;
}
