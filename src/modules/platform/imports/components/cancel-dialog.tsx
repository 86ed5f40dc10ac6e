"use client";

import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { counted } from "@/lib/counted";
import { useImportActs } from "../client";
import type { ImportDetail } from "../schema";
import { useCounts } from "./use-counts";

type Written = "keep" | "revert";

/** Asks what becomes of the records that are in already. */
export function CancelDialog({
  detail,
  open,
  onOpenChange,
}: {
  detail: ImportDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { locale } = useWorkspace();
  const { count } = useCounts();
  const { cancel } = useImportActs(detail.id);
  const [written, setWritten] = useState<Written>("keep");
  const { created, updated } = detail;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Cancel this import?"
      description={`It stops after the rows in hand. So far ${counted(created, { one: "record was created", many: "records were created" }, locale)} and ${count(updated)} updated.`}
      action="Cancel import"
      cancel="Go on"
      onConfirm={async () => {
        try {
          await cancel.mutateAsync({ id: detail.id, written });
        } catch (error) {
          throw new Error(readServerError(error).message);
        }
      }}
    >
      <RadioGroup<Written>
        aria-label="What becomes of the records that are in already"
        value={written}
        onValueChange={setWritten}
        options={[
          { value: "keep", label: "Keep what is in", hint: "You can revert it later from the import history." },
          { value: "revert", label: "Revert what is in", hint: "Everything is as it was before this import." },
        ]}
      />
    </ConfirmDialog>
  );
}
