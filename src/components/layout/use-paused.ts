import { useEffect, useState } from "react";

/** A value that follows behind while it changes: what somebody types, once they pause. */
export function usePaused<T>(value: T, ms: number): T {
  const [paused, setPaused] = useState(value);
  // The clock.
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return paused;
}
