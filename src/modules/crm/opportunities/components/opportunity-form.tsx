"use client";

import type { z } from "zod";
import { ComboboxField, SelectField } from "@/components/form/choice-field";
import type { Option } from "@/components/ui/option-list";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import { NounForm } from "@/modules/platform/data/records/components/noun-form";
import type { FormProps } from "@/modules/platform/data/records/components/noun-own";
import { useNounPicks } from "@/modules/platform/data/records/components/noun-picks";
import { useStages } from "../../pipelines/components/stage-badge";
import { type createOpportunityInput, type Opportunity, opportunities } from "../schema";

type Values = z.input<typeof createOpportunityInput>;

export interface OpportunityFormProps extends FormProps<Opportunity> {
  /** Values of the form at first: the stage of a column, the account of a page. */
  stageId?: string | undefined;
  account?: Option | undefined;
}

/** Creates an opportunity in a dialog and passes on the new record. */
export function OpportunityForm(props: OpportunityFormProps) {
  const searchAccounts = useNounPicks("account").search;
  const { pipelines } = useStages();
  const open = pipelines.flatMap((pipeline) =>
    pipeline.stages.filter((stage) => stage.type === "open").map((stage) => ({ pipeline, stage })),
  );
  const first = open.find(({ pipeline }) => pipeline.isDefault) ?? open[0];
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
  const stageId = props.stageId ?? first?.stage.id;
  return (
    <NounForm
      noun={opportunities}
      open={props.open}
      onOpenChange={props.onOpenChange}
      onCreated={(record) => props.onCreated(record as Opportunity)}
      preset={{ accountId: props.account?.value ?? null, ...(stageId ? { stageId } : {}) } as PatchOf<Fields>}
      parts={{ accountId: accountAndStage }}
    />
  );
}
