"use client";

import { readServerError } from "@/components/form/server-error";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { nouns } from "@/lib/counted";
import { useImportActs } from "../client";
import { useCounts } from "./use-counts";

interface Revert {
  run: { id: string; created: number; updated: number };
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onStarted?: (() => void) | undefined;
}

/** Counts the records that a revert removes and restores, before it starts. */
export function RevertDialog({ run, open, onOpenChange, onStarted }: Revert) {
  const { count, counted } = useCounts();
  const { revert } = useImportActs(run.id);
  const removes = `Removes ${counted(run.created, nouns.record)}`;
  const puts = run.updated === 0 ? "" : `, and restores ${count(run.updated)} to their values before the import`;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Revert this import?"
      description={`${removes}${puts}. Records that were edited since, or that other records now refer to, are kept and listed.`}
      action="Revert import"
      onConfirm={async () => {
        try {
          await revert.mutateAsync({ id: run.id });
          onStarted?.();
        } catch (error) {
          throw new Error(readServerError(error).message);
        }
      }}
    />
  );
}
