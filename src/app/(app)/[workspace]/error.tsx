"use client";

import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";

/** In the place of a page that failed; the rail stays. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const refusal = readServerError(error);
  return (
    <ErrorState title="This page could not be loaded" onRetry={reset} reference={refusal.reference ?? error.digest}>
      Nothing was changed. Try again, and send us the reference if it stays.
    </ErrorState>
  );
}
