"use client";

import { readServerError } from "@/components/form/server-error";
import { LineFailed } from "@/components/layout/line-failed";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { nouns, wordsFor } from "@/lib/counted";
import { useImportActs, useRevertPreview } from "../client";
import type { RevertPreview } from "../reverts/schema";
import { KeptReasons } from "./kept-reasons";
import { useCounts } from "./use-counts";

interface Revert {
  run: { id: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onStarted?: (() => void) | undefined;
}

/** Says which records a revert deletes, restores and keeps, before it starts. */
export function RevertDialog({ run, open, onOpenChange, onStarted }: Revert) {
  const { revert } = useImportActs(run.id);
  const query = useRevertPreview(run.id, open);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Revert this import?"
      description="A revert deletes the records that the import created, and restores those that it changed. A reverted import cannot be run again."
      action="Revert import"
      disabled={query.isFetching}
      onConfirm={async () => {
        try {
          await revert.mutateAsync({ id: run.id });
          onStarted?.();
        } catch (error) {
          throw new Error(readServerError(error).message);
        }
      }}
    >
      {query.isFetching ? <Counting /> : null}
      {query.isError && !query.isFetching ? (
        <LineFailed title="The records that will stay could not be counted." query={query} />
      ) : null}
      {query.data && !query.isFetching ? <Outcome preview={query.data} /> : null}
    </ConfirmDialog>
  );
}

function Counting() {
  return (
    <SkeletonRegion label="Looking for records that will stay" className="flex flex-col gap-2 pt-3">
      <Skeleton className="w-56" />
      <Skeleton className="w-40" />
    </SkeletonRegion>
  );
}

function Outcome({ preview }: { preview: RevertPreview }) {
  const { counted } = useCounts();
  const { deleted, restored, kept, rows, reasons } = preview;
  const lines = [
    ...(deleted > 0 ? [`${counted(deleted, nouns.record)} will be deleted.`] : []),
    ...(restored > 0 ? [`${counted(restored, nouns.record)} will be restored to the values before the import.`] : []),
    kept > 0
      ? `${counted(kept, nouns.record)} will stay as ${wordsFor(kept, { one: "it is", many: "they are" })}:`
      : "Nothing from this import will remain.",
  ];
  return (
    <div className="pt-3">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div className="mt-1.5">
        <KeptReasons reasons={reasons} first={rows} />
      </div>
    </div>
  );
}
