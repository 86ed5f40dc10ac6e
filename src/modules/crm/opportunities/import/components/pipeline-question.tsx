"use client";

import { useQuery } from "@tanstack/react-query";
import { ChoiceQuestion } from "@/components/form/question-row";
import { LineFailed } from "@/components/layout/line-failed";
import type { FileQuestion } from "@/modules/platform/data/imports/schema";
import { useApi } from "@/trpc/react";

/** Into which pipeline the opportunities of a file go; asked only where there are several. */
export function PipelineQuestion({ file, save }: FileQuestion) {
  const api = useApi();
  const query = useQuery(api.pipelines.list.queryOptions({}));
  if (query.isError && !query.data) return <LineFailed title="The pipelines could not be loaded." query={query} />;
  const pipelines = query.data ?? [];
  if (pipelines.length < 2) return null;
  const standard = pipelines.find((pipeline) => pipeline.isDefault) ?? pipelines[0];
  const isFilled = file.mapping.some(({ field }) => field === "pipeline");
  const label = isFilled ? "Pipeline for rows without a pipeline" : "Pipeline for these opportunities";
  return (
    <ChoiceQuestion
      label={label}
      value={file.options.answers.pipelineId ?? standard?.id ?? null}
      options={pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name }))}
      onValueChange={(pipelineId) => save({ answers: { pipelineId } })}
    />
  );
}
