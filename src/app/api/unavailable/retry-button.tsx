"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Loads the requested page again: its address is still in the browser. */
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
