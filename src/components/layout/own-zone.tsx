"use client";

import { Tooltip } from "@/components/ui/tooltip";
import { zoneText } from "@/lib/relative-time-text";
import { useWorkspace } from "./workspace-context";

/** Names the reader's time zone above times, where the workspace has another one. */
export function OwnZone() {
  const { locale, zone, workspaceZone } = useWorkspace();
  if (zone === workspaceZone) return null;
  return (
    <Tooltip content={`Times are in your own time zone, ${zone}. That of the workspace is ${workspaceZone}.`}>
      <button type="button" className="shrink-0 text-faint text-sm" suppressHydrationWarning>
        {zoneText(new Date(), locale, zone)}
      </button>
    </Tooltip>
  );
}
