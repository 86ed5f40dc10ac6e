"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";

interface PutOff<What> {
  /** Runs it when the results arrive. */
  putOff(what: What): void;
  /** Cancels it: the query has changed. */
  forget(): void;
}

/** Holds a key's command until the results that it needs arrive, then runs it with them. */
export function usePutOff<What = true>(busy: boolean, act: (what: What) => void): PutOff<What> {
  const [asked, setAsked] = useState<{ what: What } | null>(null);
  const latest = useStable(act);
  // The server's answer ends the wait.
  useEffect(() => {
    if (asked === null || busy) return;
    setAsked(null);
    latest(asked.what);
  }, [asked, busy, latest]);
  return { putOff: (what) => setAsked({ what }), forget: () => setAsked(null) };
}
