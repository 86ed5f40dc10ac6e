"use client";

import type { z } from "zod";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import type { Option } from "@/components/ui/option-list";
import { FormFields, useFirstValues } from "@/modules/platform/records/components/noun-form";
import { useNounPicks } from "@/modules/platform/records/components/noun-picks";
import { useStages } from "../../pipelines/components/stage-badge";
import { useCreateOpportunity } from "../client";
import { createOpportunityInput, type Opportunity, opportunities } from "../schema";

type Values = z.input<typeof createOpportunityInput>;

export interface OpportunityFormProps {
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated: (opportunity: Opportunity) => void;
  /** Values of the form at first: the stage of a column, the account of a page. */
  stageId?: string | undefined;
  account?: Option | undefined;
}

/** Creates an opportunity in a dialog and passes on the new record. */
export function OpportunityForm(props: OpportunityFormProps) {
  const create = useCreateOpportunity();
  const searchAccounts = useNounPicks("account").search;
  const { pipelines } = useStages();
  const open = pipelines.flatMap((pipeline) =>
    pipeline.stages.filter((stage) => stage.type === "open").map((stage) => ({ pipeline, stage })),
  );
  const first = open.find(({ pipeline }) => pipeline.isDefault) ?? open[0];
  const given = { name: "", ...useFirstValues(opportunities) };
  const form = useZodForm(createOpportunityInput, {
    defaultValues: given,
    values: {
      ...given,
      accountId: props.account?.value ?? null,
      ...(props.stageId || first ? { stageId: props.stageId ?? first?.stage.id } : {}),
    },
    // The stages may arrive while somebody types.
    resetOptions: { keepDirtyValues: true },
  });
  const accountAndStage = (
    <>
      <ComboboxField<Values>
        name="accountId"
        label="Account"
        optional
        search={searchAccounts}
        selected={props.account}
      />
      <SelectField<Values>
        name="stageId"
        label="Stage"
        options={open.map(({ pipeline, stage }) => ({
          value: stage.id,
          label: stage.name,
          ...(pipelines.length > 1 ? { note: pipeline.name } : {}),
        }))}
      />
    </>
  );
  return (
    <FormDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="New opportunity"
      form={form}
      submit="Create opportunity"
      onSubmit={create.mutateAsync}
      onDone={props.onCreated}
    >
      <FormFields noun={opportunities} parts={{ accountId: accountAndStage }} />
    </FormDialog>
  );
}
