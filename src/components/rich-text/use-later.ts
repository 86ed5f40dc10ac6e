"use client";

import { useEffect, useMemo } from "react";
import { useStable } from "@/components/ui/use-stable";

interface Later {
  /** Runs it after the pause; a call before that begins the pause anew. */
  call(): void;
  /** Runs it now if it waits. */
  flush(): void;
  cancel(): void;
}

/** A function that runs once somebody pauses. A waiting call runs when its component goes. */
export function useLater(run: () => void, pauseMs: number): Later {
  const latest = useStable(run);
  const later = useMemo(() => makeLater(latest, pauseMs), [latest, pauseMs]);
  // The browser's clock.
  useEffect(() => later.flush, [later]);
  return later;
}

function makeLater(run: () => void, pauseMs: number): Later {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    cancel();
    run();
  };
  const call = () => {
    cancel();
    timer = setTimeout(flush, pauseMs);
  };
  return { call, flush, cancel };
}
