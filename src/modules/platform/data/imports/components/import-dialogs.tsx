"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { nouns, wordsFor } from "@/lib/counted";
import { useImportActs, useRevertPreview } from "../client";
import type { ImportFile, ImportSummary } from "../schema";
import { uploaded } from "./file-places";
import { UnrevertedReasons } from "./unreverted-records";
import { useCounts } from "./use-counts";

export type ImportDialog = "discard" | "cancel" | "revert";
type Written = "keep" | "revert";

interface Dialogs {
  run: Pick<ImportSummary, "id" | "created" | "updated"> & {
    files: readonly Pick<ImportFile, "position" | "rowCount">[];
  };
  open: ImportDialog | null;
  onClose: () => void;
}

/** The questions before a draft is discarded, a run cancelled or its records reverted. */
export function ImportDialogs({ run, open, onClose }: Dialogs) {
  const { href } = useWorkspace();
  const { count, counted, files } = useCounts();
  const router = useRouter();
  const { discard, cancel, revert } = useImportActs(run.id);
  const preview = useRevertPreview(run.id, open === "revert");
  const [written, setWritten] = useState<Written>("keep");
  const created = counted(run.created, { one: "record was created", many: "records were created" });
  return (
    <>
      <ConfirmDialog
        open={open === "discard"}
        onOpenChange={onClose}
        title="Discard this import?"
        description={`${files(uploaded(run.files).files)} and every decision about them are deleted. No records are changed.`}
        action="Discard import"
        onConfirm={async () => {
          await discard.mutateAsync({ id: run.id });
          router.push(href("/settings/imports"));
        }}
      />
      <ConfirmDialog
        open={open === "cancel"}
        onOpenChange={onClose}
        title="Cancel this import?"
        description={`The import stops after the rows in progress. So far ${created} and ${count(run.updated)} updated.`}
        action="Cancel import"
        cancel="Continue import"
        onConfirm={async () => void (await cancel.mutateAsync({ id: run.id, written }))}
      >
        <RadioGroup<Written>
          aria-label="Records imported so far"
          value={written}
          onValueChange={setWritten}
          options={[
            { value: "keep", label: "Keep these records", hint: "You can revert it later from the import history." },
            { value: "revert", label: "Revert these records", hint: "Everything will be as before this import." },
          ]}
        />
      </ConfirmDialog>
      <ConfirmDialog
        open={open === "revert"}
        onOpenChange={onClose}
        title="Revert this import?"
        description="A revert deletes the records that the import created, and restores those that it changed. A reverted import cannot be run again."
        action="Revert import"
        disabled={preview.isFetching}
        onConfirm={async () => void (await revert.mutateAsync({ id: run.id }))}
      >
        <RevertOutcome query={preview} />
      </ConfirmDialog>
    </>
  );
}

/** Which records a revert deletes, restores and leaves. */
function RevertOutcome({ query }: { query: ReturnType<typeof useRevertPreview> }) {
  const { counted } = useCounts();
  if (query.isFetching)
    return (
      <SkeletonRegion label="Looking for records that will stay" className="flex flex-col gap-2 pt-3">
        <Skeleton className="w-56" />
        <Skeleton className="w-40" />
      </SkeletonRegion>
    );
  if (query.isError) return <LineFailed title="The records that will stay could not be counted." query={query} />;
  if (!query.data) return null;
  const { deleted, restored, kept: left, rows, reasons } = query.data;
  const lines = [
    ...(deleted > 0 ? [`${counted(deleted, nouns.record)} will be deleted.`] : []),
    ...(restored > 0 ? [`${counted(restored, nouns.record)} will be restored to the values before the import.`] : []),
    left > 0
      ? `${counted(left, nouns.record)} will stay as ${wordsFor(left, { one: "it is", many: "they are" })}:`
      : "Nothing from this import will remain.",
  ];
  return (
    <div className="pt-3">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div className="mt-1.5">
        <UnrevertedReasons reasons={reasons} first={rows} />
      </div>
    </div>
  );
}
