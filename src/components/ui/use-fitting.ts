"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { fitting } from "./fitting";

/** How many children of an element fit in it; all of them until they were measured. */
export function useFitting(box: RefObject<HTMLElement | null>, count: number): number {
  const [shown, setShown] = useState(count);
  // The widths of the laid out page, before it is painted.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || count < 2) return;
    const widths = [...element.children].map((child) => (child as HTMLElement).offsetWidth);
    const measure = () => setShown(fitting(widths, element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, count]);
  return shown;
}
