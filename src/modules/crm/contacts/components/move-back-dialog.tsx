"use client";

import { z } from "zod";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { longText } from "@/lib/zod";
import { type LifecycleStage, stageLabel } from "../lifecycle/schema";

const schema = z.object({ reason: longText.refine((text) => text.trim() !== "", "Give a reason.") });

interface MoveBackDialogProps {
  /** Of the contact. */
  name: string;
  from: LifecycleStage;
  to: LifecycleStage;
  onMove(reason: string): Promise<void>;
  onClose(): void;
}

/** Asks why a contact moves back to an earlier stage of its lifecycle. */
export function MoveBackDialog({ name, from, to, onMove, onClose }: MoveBackDialogProps) {
  const form = useZodForm(schema, { defaultValues: { reason: "" } });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Move ${name} back to ${stageLabel(to)}`}
      description={`${name} is in ${stageLabel(from)}. The reason is saved in the timeline.`}
      form={form}
      submit="Move back"
      onSubmit={({ reason }) => onMove(reason)}
    >
      <TextareaField<z.input<typeof schema>> name="reason" label="Reason" />
    </FormDialog>
  );
}
