"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FieldFrame } from "@/components/form/field";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { oneStop } from "@/lib/text";
import { useApi } from "@/trpc/react";
import type { Pipeline, Stage } from "../../pipelines/schema";
import { useRemoveStage } from "../client";
import { stageCount } from "./stage-count";

/** Removes a stage of a pipeline; its opportunities go to another one of the same type. */
export function RemoveStageDialog(props: { pipeline: Pipeline; stage: Stage; onDone: () => void }) {
  const api = useApi();
  const { pipeline, stage, onDone } = props;
  const { locale } = useWorkspace();
  const id = useId();
  const remove = useRemoveStage();
  const totals = useQuery(api.opportunities.pipelineTotals.queryOptions({ pipelineId: pipeline.id }));
  const others = pipeline.stages.filter((other) => other.type === stage.type && other.id !== stage.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const toStageId = chosen ?? others[0]?.id;
  const count = stageCount(totals.data, stage.id);
  function description(): string {
    if (count === undefined && totals.error)
      return "The opportunities in this stage could not be counted. Close this and try again.";
    if (count === undefined) return "Counting the opportunities in this stage.";
    const history = oneStop(`Their history keeps the name ${stage.name}. This cannot be undone.`);
    if (count === 0) return `This stage has no opportunities; archived ones go to another stage. ${history}`;
    return `${counted(count, { one: "opportunity goes", many: "opportunities go" }, locale)} to another stage, archived ones too. ${history}`;
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Remove the stage ${stage.name}?`}
      description={description()}
      action="Remove stage"
      disabled={!toStageId || count === undefined}
      onConfirm={async () => {
        try {
          await remove({ id: stage.id, version: stage.version, ...(toStageId ? { toStageId } : {}) });
        } catch (error) {
          throw new Error(readServerError(error).message);
        }
        notify.success(`${stage.name} removed`);
      }}
    >
      <FieldFrame id={id} label="Its opportunities go to">
        <Select
          id={id}
          value={toStageId ?? null}
          onValueChange={setChosen}
          options={others.map((other) => ({ value: other.id, label: other.name }))}
        />
      </FieldFrame>
    </ConfirmDialog>
  );
}
