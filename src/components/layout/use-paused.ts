import { useEffect, useState } from "react";

/** A debounced value: typed text, once the typing pauses. */
export function usePaused<T>(value: T, ms: number): T {
  const [paused, setPaused] = useState(value);
  // The clock.
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return paused;
}
