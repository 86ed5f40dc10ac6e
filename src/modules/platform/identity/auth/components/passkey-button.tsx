"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { ReloadOffer } from "@/components/form/reload-offer";
import { readServerError, type ServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { askForPasskey, signInWithPasskey } from "../client";

/** Signs in with a passkey, which needs neither password nor code. */
export function PasskeyButton({ next, primary = false }: { next: string; primary?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ServerError | null>(null);

  async function start() {
    setBusy(true);
    setProblem(null);
    try {
      await signInWithPasskey(askForPasskey, next);
    } catch (error) {
      setProblem(readServerError(error));
      setBusy(false);
    }
  }

  return (
    <div className="mt-3 flex flex-col gap-3">
      <Button variant={primary ? "primary" : "secondary"} size="lg" className="w-full" busy={busy} onClick={start}>
        <KeyRound aria-hidden />
        Sign in with a passkey
      </Button>
      {problem ? (
        <Note tone="danger">
          {problem.message}
          <ReloadOffer code={problem.code} />
        </Note>
      ) : null}
    </div>
  );
}
