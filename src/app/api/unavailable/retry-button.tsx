"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Loads the page again that was wanted: its address still stands in the browser. */
export function RetryButton() {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      variant="primary"
      size="lg"
      icon={<RefreshCw aria-hidden />}
      busy={busy}
      onClick={() => {
        setBusy(true);
        window.location.reload();
      }}
    >
      Try again
    </Button>
  );
}
