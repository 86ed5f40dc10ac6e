"use client";

import { useEffect, useState } from "react";
import { useStable } from "@/components/ui/use-stable";

interface PutOff<What> {
  /** Does it when the answer is there. */
  putOff(what: What): void;
  /** Calls it off: what was asked for has become another question. */
  forget(): void;
}

/** Keeps what a key asked for while the answer that it goes by is on its way, and then does it with that answer. */
export function usePutOff<What = true>(busy: boolean, act: (what: What) => void): PutOff<What> {
  const [asked, setAsked] = useState<{ what: What } | null>(null);
  const latest = useStable(act);
  // The answer of the server ends the wait.
  useEffect(() => {
    if (asked === null || busy) return;
    setAsked(null);
    latest(asked.what);
  }, [asked, busy, latest]);
  return { putOff: (what) => setAsked({ what }), forget: () => setAsked(null) };
}
