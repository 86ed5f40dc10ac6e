import { type RefObject, useLayoutEffect } from "react";

/**
 * Keeps in `data-more` of a row that scrolls sideways, and of its parent, at which ends there is more: "before", "after",
 * both or nothing. Without a state, so that scrolling draws nothing again.
 */
export function useMoreBeside(row: RefObject<HTMLElement | null>): void {
  // The widths and the scroll position are the browser's.
  useLayoutEffect(() => {
    const box = row.current;
    if (!box) return undefined;
    const mark = () => {
      const more = moreBeside(box);
      for (const one of [box, box.parentElement]) if (one) one.dataset.more = more;
    };
    const sizes = new ResizeObserver(mark);
    const watch = () => {
      sizes.disconnect();
      for (const one of [box, ...box.children]) sizes.observe(one);
      mark();
    };
    const parts = new MutationObserver(watch);
    watch();
    parts.observe(box, { childList: true });
    box.addEventListener("scroll", mark, { passive: true });
    return () => {
      sizes.disconnect();
      parts.disconnect();
      box.removeEventListener("scroll", mark);
    };
  }, [row]);
}

/** Fractions of a pixel are no more to see. */
const least = 2;

/** The ends of a row behind which there is more, as words. */
export function moreBeside(box: Pick<HTMLElement, "scrollLeft" | "scrollWidth" | "clientWidth">): string {
  const after = box.scrollWidth - box.clientWidth - box.scrollLeft;
  return [box.scrollLeft > least ? "before" : "", after > least ? "after" : ""].filter(Boolean).join(" ");
}
