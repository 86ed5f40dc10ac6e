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

/** Asks whether the imported records are kept. */
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
      description={`The import stops after the rows in progress. So far ${counted(created, { one: "record was created", many: "records were created" }, locale)} and ${count(updated)} updated.`}
      action="Cancel import"
      cancel="Continue import"
      onConfirm={async () => {
        try {
          await cancel.mutateAsync({ id: detail.id, written });
        } catch (error) {
          throw new Error(readServerError(error).message);
        }
      }}
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
  );
}
