"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { patchOf } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { ProgressionField } from "@/lib/fields/progression";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { stateLabel } from "@/lib/fields/states";
import { longText } from "@/lib/zod";

export type NamedRecord = RecordOf<Fields> & { name: string };

const schema = z.object({ reason: longText.refine((text) => text.trim() !== "", "Give a reason.") });

interface MoveBackDialogProps {
  record: NamedRecord;
  /** The ordered choice field, and its name. */
  field: ProgressionField;
  name: string;
  to: string;
  /** Moves the record, with the reason as a change of its field. */
  onMove(answer: PatchOf<Fields>): Promise<void>;
  onClose(): void;
}

/** Asks why a record moves back to an earlier value of an ordered choice field. */
export function MoveBackDialog({ record, field, name, to, onMove, onClose }: MoveBackDialogProps) {
  const form = useZodForm(schema, { defaultValues: { reason: "" } });
  const here = stateLabel(field, String(record[name]));
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Move ${record.name} back to ${stateLabel(field, to)}`}
      description={`${record.name} is in ${here}. The reason is saved in the timeline.`}
      form={form}
      submit="Move back"
      onSubmit={({ reason }) => onMove(patchOf(field.progression.reason, reason) as PatchOf<Fields>)}
    >
      <TextareaField<z.input<typeof schema>> name="reason" label="Reason" />
    </FormDialog>
  );
}
