"use client";

import { useQuery } from "@tanstack/react-query";
import { ChoiceQuestion } from "@/components/form/question-row";
import type { FileQuestion } from "@/modules/platform/data/imports/schema";
import { useApi } from "@/trpc/react";
import { newStages } from "./new-stages";
import { PipelineQuestion } from "./pipeline-question";

const FOUND = "found";

/** The pipeline of the opportunities of a file, and the stage in which they begin. */
export function OpportunityQuestions(props: FileQuestion) {
  return (
    <>
      <PipelineQuestion {...props} />
      <StartQuestion {...props} />
    </>
  );
}

function StartQuestion({ file, values, save }: FileQuestion) {
  const api = useApi();
  const made = newStages(values.filter(({ within }) => within === ""));
  const { data: pipelines = [], isLoadingError } = useQuery(api.pipelines.list.queryOptions({}));
  // The question of the pipeline, above this one, shows the failure.
  if (isLoadingError) return null;
  const { pipelineId = null, startStage = null } = file.options.answers;
  const pipeline = pipelines.find((one) => (pipelineId === null ? one.isDefault : one.id === pipelineId));
  const there = (pipeline?.stages ?? []).filter((stage) => stage.type === "open").map((stage) => stage.name);
  const names = [...new Set([...made.map((group) => group.choice.name), ...there])];
  return (
    <ChoiceQuestion
      label="First stage of new opportunities"
      hint="Opportunities without a stage start here. The history of closed ones shows this stage from their start date to their close date."
      value={startStage !== null && names.includes(startStage) ? startStage : FOUND}
      options={[
        { value: FOUND, label: "The stage of most open opportunities in the file" },
        { label: "Stages", options: names.map((name) => ({ value: name, label: name })) },
      ]}
      onValueChange={(name) => save({ answers: { startStage: name === FOUND ? null : name } })}
    />
  );
}
