"use client";

import { readServerError } from "@/components/form/server-error";
import { TypedConfirm } from "@/components/form/typed-confirm";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { notify } from "@/components/ui/toast";
import { useSyncActs } from "../client";
import { mustTypeCount, rehearsalOf, sumOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";

interface StartDialogProps extends SyncProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Asks before the first write, with its numbers; many new records in the other system have to be typed. */
export function StartDialog({ connected: { id, label }, objects, open, onOpenChange }: StartDialogProps) {
  const { locale } = useWorkspace();
  const { start } = useSyncActs();
  const { createdHere, createdThere, linked, updatedHere, updatedThere } = sumOf(objects.map(rehearsalOf));
  const number = (count: number) => count.toLocaleString(locale);
  const dialog = {
    open,
    onOpenChange,
    tone: "primary" as const,
    title: `Start the sync with ${label}?`,
    action: "Start sync",
    description: `It creates ${number(createdHere)} records here and ${number(createdThere)} in ${label}, links ${number(linked)}, and updates ${number(updatedHere)} here and ${number(updatedThere)} there. You can undo it for 30 days.`,
    async onConfirm() {
      try {
        await start.mutateAsync({ connectionId: id, createdThere });
      } catch (error) {
        throw new Error(readServerError(error).message, { cause: error });
      }
      notify.success(`The first sync with ${label} has started`);
    },
  };
  // The dialog without a field has the same words: only a large number of new records is typed.
  return mustTypeCount(createdThere) ? (
    <TypedConfirm {...dialog} name={String(createdThere)} />
  ) : (
    <ConfirmDialog {...dialog} />
  );
}
