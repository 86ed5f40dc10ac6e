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
  const [asked, setAsked] = useState<{ what: What } | null>(null);
  const latest = useStable(act);
  // The server's answer ends the wait.
  useEffect(() => {
    if (asked === null || busy) return;
    setAsked(null);
    latest(asked.what);
  }, [asked, busy, latest]);
  return { defer: (what) => setAsked({ what }), forget: () => setAsked(null) };
}
