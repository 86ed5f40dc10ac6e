"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * The newest version of a function under one identity, so that memoised rows do not render again. Call it in events
 * only.
 */
export function useStable<A extends unknown[], R>(latest: (...args: A) => R): (...args: A) => R {
  const ref = useRef(latest);
  // The ref is written after React has committed, as concurrent rendering requires.
  useLayoutEffect(() => {
    ref.current = latest;
  });
  return useCallback((...args: A) => ref.current(...args), []);
}
