"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { id, longText } from "@/lib/zod";
import type { LossReason } from "../../pipelines/schema";

const schema = z.object({ lossReasonId: id.optional(), lossDetail: longText.optional() });
export type LossAnswer = z.output<typeof schema>;

/** Asks why a deal was lost, from the catalogue of its pipeline; Cancel leaves the deal where it was. */
export function LostDialog(props: {
  name: string;
  reasons: readonly LossReason[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAnswer: (answer: LossAnswer) => Promise<void>;
}) {
  const reasons = props.reasons.filter((reason) => !reason.archivedAt);
  const form = useZodForm(schema, { defaultValues: reasons[0] ? { lossReasonId: reasons[0].id } : {} });
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Mark ${props.name} as lost?`}
      description="It leaves the open stages and counts as lost today. You can reopen it."
      form={form}
      submit="Mark as lost"
      onSubmit={props.onAnswer}
    >
      {reasons.length > 0 ? (
        <SelectField<LossAnswer>
          name="lossReasonId"
          label="Reason"
          options={reasons.map((reason) => ({ value: reason.id, label: reason.name }))}
        />
      ) : null}
      <TextareaField<LossAnswer> name="lossDetail" label="What happened" optional />
    </FormDialog>
  );
}
