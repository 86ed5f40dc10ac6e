"use client";

import { useEffect } from "react";
import { useByKeys } from "@/components/ui/use-by-keys";

/**
 * Keeps the keyboard position when the focused element disappears, such as the bar of a selection that was archived
 * or a removed filter: the focus goes to the same card or row elsewhere, to its neighbour, else to the element that
 * had it before. A control that is disabled while its act runs gets the focus back. Its code comes after the page.
 */
export function useRestoredFocus(): void {
  const byKeys = useByKeys();
  // The browser, which moves the focus to the document when its element is removed.
  useEffect(() => {
    let stop: (() => void) | null = null;
    let isOver = false;
    import("./restored-focus").then(
      ({ restoreFocus }) => {
        if (!isOver) stop = restoreFocus(byKeys);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [byKeys]);
}
