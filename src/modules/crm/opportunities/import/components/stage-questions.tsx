"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChoiceQuestion } from "@/components/form/question-row";
import { Input } from "@/components/ui/input";
import { SortableRows } from "@/components/ui/sortable-rows";
import { groupBy } from "@/lib/group-by";
import { valueKey } from "@/modules/platform/data/imports/rules";
import type { Choice, FileQuestion, ValueGroup } from "@/modules/platform/data/imports/schema";
import { useApi } from "@/trpc/react";
import { usualProbability } from "../../../pipelines/import/rules";
import { EmptyStages } from "./empty-stages";
import { PipelineQuestion } from "./pipeline-question";

const FOUND = "found";

type NewStage = ValueGroup & { choice: Choice & { do: "create" } };
const isNewStage = (group: ValueGroup): group is NewStage =>
  group.choice?.do === "create" && group.choice.type === "open";
const placeOf = (group: NewStage) => group.choice.place ?? Number.MAX_SAFE_INTEGER;

const newStages = (values: readonly ValueGroup[]) =>
  values.filter(isNewStage).toSorted((a, b) => placeOf(a) - placeOf(b));

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

/** The order of the stages that a file makes, and the probability of each. */
export function StageOrder({ file, values, save }: FileQuestion) {
  const made = groupBy(newStages(values), ({ within }) => within.trim());
  if (made.size === 0) return null;
  return (
    <>
      {[...made].map(([pipeline, stages], index) => (
        <StageList key={pipeline} id={`order-${file.id}-${index}`} pipeline={pipeline} made={stages} save={save} />
      ))}
      <EmptyStages
        file={file}
        save={save}
        label="Default stages without opportunities"
        hint="The preview lists them. If you revert the import, they are restored."
        count={null}
      />
    </>
  );
}

interface Stages extends Pick<FileQuestion, "save"> {
  id: string;
  /** As the file calls it; empty where its rows name none. */
  pipeline: string;
  made: readonly NewStage[];
}

function StageList({ id, pipeline, made, save }: Stages) {
  const order = (texts: readonly string[]) =>
    save({
      choices: texts.flatMap((text, place) => {
        const group = made.find((one) => one.text === text);
        return group ? [{ ...valueKey(group), choice: { ...group.choice, place } }] : [];
      }),
    });
  const setProbability = (group: NewStage, probability: number) =>
    save({ choices: [{ ...valueKey(group), choice: { ...group.choice, values: { probability } } }] });
  return (
    <section aria-labelledby={id} className="px-edge py-2.5 hairline-t">
      <h3 id={id}>{`New stages${pipeline === "" ? "" : ` of ${pipeline}`}, in the order of the board`}</h3>
      <div className="-mx-edge mt-1.5 max-w-md">
        <SortableRows
          label="New stages"
          rows={made.map((group) => ({ id: group.text, name: group.choice.name, group }))}
          enabled
          onOrder={order}
        >
          {({ group, name }, place) => (
            <>
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              <ProbabilityInput
                key={probabilityOf(group, place, made.length)}
                name={name}
                value={probabilityOf(group, place, made.length)}
                onSave={(probability) => setProbability(group, probability)}
              />
            </>
          )}
        </SortableRows>
      </div>
    </section>
  );
}

const probabilityOf = ({ choice }: NewStage, place: number, stages: number) =>
  Number(choice.values?.probability ?? usualProbability(place, stages));

interface Probability {
  name: string;
  value: number;
  onSave: (probability: number) => void;
}

function ProbabilityInput({ name, value, onSave }: Probability) {
  const [text, setText] = useState(String(value));
  const isPercent = /^\d{1,3}$/.test(text) && Number(text) <= 100;
  return (
    <span className="w-20">
      <Input
        size="sm"
        quiet
        inputMode="numeric"
        aria-label={`Probability of ${name}`}
        title={isPercent ? "" : "Use a percentage from 0 to 100."}
        after="%"
        invalid={!isPercent}
        value={text}
        onChange={(event) => setText(event.target.value.trim())}
        onBlur={() => isPercent && Number(text) !== value && onSave(Number(text))}
      />
    </span>
  );
}
