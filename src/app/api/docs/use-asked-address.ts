"use client";

import { useEffect } from "react";

const acts = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * Keeps the operation of the address until the reader acts. Sections above it grow while they are drawn, and Scalar
 * then takes the one that passes the middle for the one that is read, without looking again.
 */
export function useAskedAddress(): void {
  // The history of the browser, which Scalar writes by itself.
  useEffect(() => {
    const asked = window.location.hash;
    // Old browsers cannot tell when the address is replaced.
    if (asked === "" || !("navigation" in window)) return;
    const { navigation, history } = window;
    const reading = new AbortController();
    for (const act of acts) window.addEventListener(act, () => reading.abort(), { signal: reading.signal });
    navigation.addEventListener(
      "currententrychange",
      ({ navigationType }) => {
        if (navigationType !== "replace") reading.abort();
        else if (window.location.hash !== asked) history.replaceState(history.state, "", asked);
      },
      { signal: reading.signal },
    );
    return () => reading.abort();
  }, []);
}
