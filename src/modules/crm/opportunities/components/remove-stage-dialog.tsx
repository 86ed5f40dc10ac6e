"use client";

import { z } from "zod";
import { SelectField } from "@/components/form/choice-field";
import { FormDialog } from "@/components/form/form-dialog";
import { useZodForm } from "@/components/form/use-zod-form";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { id } from "@/lib/zod";
import { api } from "@/trpc/react";
import type { Pipeline, Stage } from "../../pipelines/schema";
import { useRemoveStage } from "../client";
import { stageCount } from "./stage-deals";

const schema = z.object({ toStageId: id });
type Values = z.input<typeof schema>;

/** Takes a stage out of its pipeline; its deals go to another one of the same type. */
export function RemoveStageDialog(props: { pipeline: Pipeline; stage: Stage; onDone: () => void }) {
  const { pipeline, stage, onDone } = props;
  const { locale } = useWorkspace();
  const remove = useRemoveStage();
  const totals = api.opportunities.pipelineTotals.useQuery({ pipelineId: pipeline.id });
  const others = pipeline.stages.filter((other) => other.type === stage.type && other.id !== stage.id);
  const form = useZodForm(schema, { defaultValues: { toStageId: others[0]?.id ?? "" } });
  const count = stageCount(totals.data, stage.id);
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Remove the stage ${stage.name}?`}
      description={
        count
          ? `${count.toLocaleString(locale)} ${count === 1 ? "deal goes" : "deals go"} to another stage. Their history keeps the name ${stage.name}. This cannot be undone.`
          : `Archived deals in it go to another stage. Their history keeps the name ${stage.name}. This cannot be undone.`
      }
      form={form}
      submit="Remove stage"
      onSubmit={async ({ toStageId }) => {
        await remove.mutateAsync({ id: stage.id, version: stage.version, toStageId });
        notify.success(`${stage.name} removed`);
      }}
    >
      <SelectField<Values>
        name="toStageId"
        label="Its deals go to"
        options={others.map((other) => ({ value: other.id, label: other.name }))}
      />
    </FormDialog>
  );
}
