"use client";

import { useEffect } from "react";

/** While files are sent, the browser asks before it closes the page: it alone has them. */
export function useUnsentWarning(unsent: boolean): void {
  // The browser's question.
  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsent]);
}
