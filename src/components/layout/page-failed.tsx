"use client";

import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";

export interface PageFailedProps {
  error: Error & { digest?: string };
  /** Asks the server again. */
  retry: () => void;
}

/** Shown in place of a page that failed. */
export function PageFailed({ error, retry }: PageFailedProps) {
  const reference = readServerError(error).reference ?? error.digest;
  return (
    <ErrorState title="This page could not be loaded" onRetry={retry} reference={reference}>
      {reference
        ? "Nothing was changed. Try again, and send us the reference if it happens again."
        : "Nothing was changed. Try again in a moment."}
    </ErrorState>
  );
}
