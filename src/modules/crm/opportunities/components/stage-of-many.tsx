"use client";

import { useId } from "react";
import { Select } from "@/components/ui/select";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";

export interface StageOfManyProps {
  value: Readonly<Record<string, unknown>> | null;
  onChange(values: { stageId: string }): void;
}

/** The stage to which many opportunities move. Lost stages are missing: each opportunity needs a loss reason of its own. */
export function StageOfMany({ value, onChange }: StageOfManyProps) {
  const id = useId();
  const { pipelines, stages } = useStages();
  const options = pipelines.map(({ id: pipelineId, name }) => ({
    label: name,
    options: [...stages.values()]
      .filter((stage) => stage.pipelineId === pipelineId && stage.type !== "lost")
      .map((stage) => ({ value: stage.id, label: stage.name, icon: <StageMark stage={stage} /> })),
  }));
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        New stage
      </label>
      <Select
        id={id}
        placeholder="Choose a stage"
        options={options}
        value={(value?.stageId as string | undefined) ?? null}
        onValueChange={(stageId) => onChange({ stageId })}
      />
    </div>
  );
}
