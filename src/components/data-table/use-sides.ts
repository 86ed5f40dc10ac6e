import { type RefObject, useEffect } from "react";
import { useStable } from "@/components/ui/use-stable";

/**
 * Marks a frame whose scroller hides content: `data-before` on the left, `data-after` on the right. Set directly,
 * because a state would render the whole list again with each sideways scroll.
 */
export function useSides(frame: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): () => void {
  const mark = useStable(() => {
    const box = scroller.current;
    if (!frame.current || !box) return;
    const { dataset, style } = frame.current;
    dataset.before = String(box.scrollLeft > 0);
    // Widths are rounded, places are not.
    dataset.after = String(box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    style.setProperty("--bar-x", `${box.offsetWidth - box.clientWidth}px`);
    style.setProperty("--bar-y", `${box.offsetHeight - box.clientHeight}px`);
  });
  // The sizes of the laid out list and its window.
  useEffect(() => {
    const sizes = new ResizeObserver(mark);
    for (const part of [scroller.current, scroller.current?.firstElementChild]) if (part) sizes.observe(part);
    return () => sizes.disconnect();
  }, [scroller, mark]);
  return mark;
}
