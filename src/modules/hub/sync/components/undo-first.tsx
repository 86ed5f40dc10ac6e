"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { notify } from "@/components/ui/toast";
import { useSyncActs } from "../client";
import { healthOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";

/** The way back from the first sync. */
export function UndoFirst({ connected: { id, label }, objects }: SyncProps) {
  const { can } = useWorkspace();
  const { undoFirst } = useSyncActs();
  const [open, setOpen] = useState(false);
  const health = healthOf(objects);
  if (!can("connection:manage") || health === "undoing" || health === "first") return null;
  return (
    <div className="px-edge py-3 hairline-t">
      <h3 className="font-medium">If it is not what you wanted</h3>
      <p className="mt-0.5 text-muted text-sm">
        {`A pause keeps what is done. For 30 days you can undo the first sync: what it created is archived here and in ${label}, and what it changed here is as before.`}
      </p>
      <Button size="sm" className="mt-2.5" icon={<Undo2 aria-hidden />} onClick={() => setOpen(true)}>
        Undo first sync
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Undo the first sync?"
        description={`Records that it created are archived here and in ${label}, and what it changed here is as before, unless somebody changed it since. Then the set-up starts again.`}
        action="Undo first sync"
        onConfirm={async () => {
          try {
            await undoFirst.mutateAsync({ connectionId: id });
          } catch (error) {
            throw new Error(readServerError(error).message, { cause: error });
          }
          notify.success("The first sync is being undone");
        }}
      />
    </div>
  );
}
