"use client";

import { z } from "zod";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { id, longText, type Reference } from "@/lib/zod";
import { useNounPicks } from "@/modules/platform/records/components/noun-picks";
import type { LossReason } from "../../pipelines/schema";

const detail = { competitorId: id.nullish(), lossDetail: longText.optional() };
/** A reason is required, unless the pipeline has none. */
const withReason = z.object({ lossReasonId: z.uuid("Choose why it was lost."), ...detail });
const withoutReason = z.object({ lossReasonId: id.optional(), ...detail });
type Values = z.input<typeof withoutReason>;

export interface LossAnswer {
  lossReasonId?: string | undefined;
  lossDetail?: string | undefined;
  competitorId?: string | undefined;
}

/** Asks why an opportunity was lost, and to whom; Cancel leaves the opportunity where it was. */
export function LostDialog(props: {
  name: string;
  reasons: readonly LossReason[];
  /** The present competitor of the opportunity; cards do not know it. */
  competitor?: Reference | null | undefined;
  onOpenChange: (open: boolean) => void;
  onAnswer: (answer: LossAnswer) => Promise<void>;
}) {
  const { competitor } = props;
  const reasons = props.reasons.filter((reason) => !reason.archivedAt);
  const form = useZodForm<Values, z.output<typeof withoutReason>>(reasons.length > 0 ? withReason : withoutReason, {
    defaultValues: competitor?.id ? { competitorId: competitor.id } : {},
  });
  return (
    <FormDialog
      open
      onOpenChange={props.onOpenChange}
      title={`Mark ${props.name} as lost?`}
      description="It leaves the open stages and counts as lost from today. You can reopen it later."
      form={form}
      submit="Mark as lost"
      onSubmit={({ competitorId, ...answer }) =>
        props.onAnswer({ ...answer, ...(competitorId ? { competitorId } : {}) })
      }
    >
      {reasons.length > 0 ? (
        <SelectField<Values>
          name="lossReasonId"
          label="Reason"
          placeholder="Choose a reason"
          options={reasons.map((reason) => ({ value: reason.id, label: reason.name }))}
        />
      ) : null}
      <ComboboxField<Values>
        name="competitorId"
        label="Competitor"
        optional
        clearable={!competitor}
        search={useNounPicks("account").search}
        selected={competitor?.id ? { value: competitor.id, label: competitor.name } : undefined}
        placeholder="The account that won it"
        searchLabel="Find an account"
      />
      <TextareaField<Values> name="lossDetail" label="What happened" optional />
    </FormDialog>
  );
}
