"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { api } from "@/trpc/react";
import { useUpdateFile } from "../client";
import type { Choice, ImportFile, ValueGroup } from "../schema";

const FOUND = "found";

interface Stages {
  importId: string;
  file: ImportFile;
  values: readonly ValueGroup[];
}

type NewStage = ValueGroup & { choice: Choice & { do: "create" } };
const isNewStage = (group: ValueGroup): group is NewStage =>
  group.choice?.do === "create" && group.choice.type === "open";
const placeOf = (group: NewStage) => group.choice.place ?? Number.MAX_SAFE_INTEGER;

const newStages = (values: readonly ValueGroup[]) =>
  values.filter(isNewStage).toSorted((a, b) => placeOf(a) - placeOf(b));

/** In which stage the opportunities of a file begin. */
export function StartQuestion({ importId, file, values }: Stages) {
  const made = newStages(values);
  const { data: pipelines = [], isLoadingError } = api.pipelines.list.useQuery({});
  const update = useUpdateFile(importId);
  // The question above it says so: what stages there are is not known.
  if (isLoadingError) return null;
  const { pipelineId, startStage } = file.options;
  const pipeline = pipelines.find((one) => (pipelineId === null ? one.isDefault : one.id === pipelineId));
  const there = (pipeline?.stages ?? []).filter((stage) => stage.type === "open").map((stage) => stage.name);
  const names = [...new Set([...made.map((group) => group.choice.name), ...there])];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-edge py-2.5 hairline-t">
      <span>Opportunities begin in the stage</span>
      <span className="w-56 phone:w-full">
        <Select
          size="sm"
          quiet
          aria-label="Stage in which opportunities begin"
          value={startStage !== null && names.includes(startStage) ? startStage : FOUND}
          options={[
            { value: FOUND, label: "Of most open opportunities in the file" },
            { label: "Stages", options: names.map((name) => ({ value: name, label: name })) },
          ]}
          onValueChange={(name) =>
            update.mutate({ id: importId, fileId: file.id, options: { startStage: name === FOUND ? null : name } })
          }
        />
      </span>
      <span className="min-w-0 text-muted text-sm">
        Closed opportunities stood there from their start to their close; those without a stage go there.
      </span>
    </div>
  );
}

/** In which order the board gets the stages that a file makes; nothing where it makes one at most. */
export function StageOrder({ importId, file, values }: Stages) {
  const made = newStages(values);
  const update = useUpdateFile(importId);
  const move = (from: number, to: number) => {
    const order = made.toSpliced(from, 1).toSpliced(to, 0, ...made.slice(from, from + 1));
    update.mutate({
      id: importId,
      fileId: file.id,
      choices: order.map((group, place) => ({
        field: group.field,
        text: group.text,
        choice: { ...group.choice, place },
      })),
    });
  };
  if (made.length < 2) return null;
  return (
    <section aria-labelledby={`order-${file.id}`} className="px-edge py-2.5 hairline-t">
      <h3 id={`order-${file.id}`}>New stages, in the order of the board</h3>
      <ol className="mt-1.5 max-w-96">
        {made.map((group, index) => (
          <li key={group.text} className="flex min-h-8 items-center gap-2 hairline-b hairline-soft">
            <span className="w-5 text-right text-faint">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate font-medium">{group.choice.name}</span>
            <IconButton
              size="sm"
              label={`Move ${group.choice.name} up`}
              icon={<ArrowUp aria-hidden />}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            />
            <IconButton
              size="sm"
              label={`Move ${group.choice.name} down`}
              icon={<ArrowDown aria-hidden />}
              disabled={index === made.length - 1}
              onClick={() => move(index, index + 1)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
