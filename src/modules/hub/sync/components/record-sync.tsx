"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { useRecordSync } from "../client";
import type { SyncProps } from "./sync-screen";

interface RecordSyncProps extends Pick<SyncProps, "connected"> {
  record: { id: string; name: string };
}

/** When both sides of a record were compared last, and the act that does it now; it says when that is done. */
export function RecordSync({ connected, record }: RecordSyncProps) {
  const { can } = useWorkspace();
  const { state, sync } = useRecordSync(connected.id, record.id);
  const [isAsked, setIsAsked] = useState(false);
  const isDone = isAsked && state?.waits === false;
  // The server: it has read both sides when nothing waits any more.
  useEffect(() => {
    if (!isDone) return;
    setIsAsked(false);
    notify.success(`${record.name || "The record"} is up to date on both sides`);
  }, [isDone, record.name]);
  if (!state?.isLinked) return null;
  const isBusy = sync.isPending || isAsked;
  return (
    <p className="flex items-center gap-3 px-edge py-2 text-muted text-sm hairline-b">
      <span className="min-w-0 flex-1 truncate" role="status">
        {isBusy ? "Both sides are being read" : <Compared at={state.at} />}
      </span>
      {can("connection:manage") ? (
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden />}
          busy={isBusy}
          onClick={() =>
            sync.mutate({ connectionId: connected.id, recordId: record.id }, { onSuccess: () => setIsAsked(true) })
          }
        >
          Sync now
        </Button>
      ) : null}
    </p>
  );
}

const Compared = ({ at }: { at: string | null }) =>
  at ? (
    <>
      Both sides compared <RelativeTime at={at} inSentence />
    </>
  ) : (
    "Not compared yet"
  );
