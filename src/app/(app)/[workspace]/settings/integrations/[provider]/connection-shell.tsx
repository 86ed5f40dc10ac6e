"use client";

import type { ReactNode } from "react";
import { ConnectionFrame } from "@/modules/hub/connections/components/connection-frame";
import { useSyncHead } from "@/modules/hub/sync/components/use-sync-head";

/** The page of one connection with the tabs, state and acts of its sync. */
export function ConnectionShell({ provider, children }: { provider: string; children: ReactNode }) {
  return (
    <ConnectionFrame provider={provider} {...useSyncHead(provider)}>
      {children}
    </ConnectionFrame>
  );
}
