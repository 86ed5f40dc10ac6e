"use client";

import { Select } from "@/components/ui/select";
import { useStages } from "../../pipelines/components/stage-badge";

export interface PipelineSelectProps {
  id: string;
  onPick(id: string): void;
}

/** The choice of a pipeline. */
export function PipelineSelect({ id, onPick }: PipelineSelectProps) {
  const { pipelines } = useStages();
  return (
    <Select
      size="sm"
      aria-label="Pipeline"
      options={pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name }))}
      value={id}
      onValueChange={onPick}
    />
  );
}
