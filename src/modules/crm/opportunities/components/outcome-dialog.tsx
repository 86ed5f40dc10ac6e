"use client";

import { z } from "zod";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/text-field";
import { MoneyField } from "@/components/form/typed-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { id, longText, money, type Reference } from "@/lib/zod";
import { useNounPicks } from "@/modules/platform/data/records/components/noun-picks";
import type { RouterInputs } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import type { OpportunityCard } from "../schema";

const schema = z.object({
  amount: money.nullish(),
  lossReasonId: id.optional(),
  competitorId: id.nullish(),
  lossDetail: longText.optional(),
});
const withReason = schema.extend({ lossReasonId: z.uuid("Choose why it was lost.") });
type Values = z.input<typeof schema>;

export type OutcomeAnswer = Pick<RouterInputs["opportunities"]["move"], keyof Values>;

/** The part of an opportunity that cards and pages both have; cards do not know its present competitor. */
type Opportunity = Pick<OpportunityCard, "name" | "stageId" | "status" | "amount" | "valueFromLines"> & {
  currency?: string;
  competitor?: Reference | null;
};

export interface About {
  opportunity: Opportunity;
  outcome: "won" | "lost";
}

export interface OutcomeDialogProps {
  about: About;
  send(answer: OutcomeAnswer): Promise<void>;
  onClose(): void;
}

/** A loss needs a reason, unless the pipeline has none; a win without a value says so on the button. */
export function OutcomeDialog({ about: { opportunity, outcome }, send, onClose }: OutcomeDialogProps) {
  const { competitor = null } = opportunity;
  const { lossReasons = [] } = useStages().stages.get(opportunity.stageId)?.pipeline ?? {};
  const reasons = lossReasons
    .filter((reason) => !reason.archivedAt)
    .map(({ id, name }) => ({ value: id, label: name }));
  const searchAccounts = useNounPicks("account").search;
  const isLost = outcome === "lost";
  const form = useZodForm<Values, z.output<typeof schema>>(isLost && reasons.length > 0 ? withReason : schema, {
    defaultValues: { amount: null, ...(isLost && competitor?.id ? { competitorId: competitor.id } : {}) },
  });
  const hasNoValue = !isLost && !form.watch("amount");
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Mark ${opportunity.name} as ${outcome}?`}
      description={
        isLost
          ? "It leaves the open stages and counts as lost from today. You can reopen it later."
          : "It has no value yet. Without a value it counts as won, but adds nothing to the totals."
      }
      form={form}
      submit={hasNoValue ? "Win without a value" : `Mark as ${outcome}`}
      onSubmit={({ amount, competitorId, ...loss }) =>
        send({ ...loss, ...(amount ? { amount } : {}), ...(competitorId ? { competitorId } : {}) })
      }
    >
      {isLost ? (
        <>
          {reasons.length > 0 ? (
            <SelectField<Values> name="lossReasonId" label="Reason" placeholder="Choose a reason" options={reasons} />
          ) : null}
          <ComboboxField<Values>
            name="competitorId"
            label="Competitor"
            optional
            clearable={!competitor}
            search={searchAccounts}
            selected={competitor?.id ? { value: competitor.id, label: competitor.name } : undefined}
            placeholder="The account that won it"
            searchLabel="Find an account"
          />
          <TextareaField<Values> name="lossDetail" label="What happened" optional />
        </>
      ) : (
        <MoneyField<Values> name="amount" label="Value" optional currency={opportunity.currency} />
      )}
    </FormDialog>
  );
}
