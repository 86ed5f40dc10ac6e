"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";

interface DeferredCommand<What> {
  /** Runs it when the results arrive. */
  defer(what: What): void;
  /** Cancels it: the query has changed. */
  forget(): void;
}

/** Holds a key's command until the results that it needs arrive, then runs it with them. */
export function useDeferredCommand<What = true>(busy: boolean, act: (what: What) => void): DeferredCommand<What> {
  const [requested, setRequested] = useState<{ what: What } | null>(null);
  const latest = useStable(act);
  // The server's answer ends the wait.
  useEffect(() => {
    if (requested === null || busy) return;
    setRequested(null);
    latest(requested.what);
  }, [requested, busy, latest]);
  return { defer: (what) => setRequested({ what }), forget: () => setRequested(null) };
}
