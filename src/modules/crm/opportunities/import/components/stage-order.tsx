"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { SortableRows } from "@/components/ui/sortable-rows";
import { groupBy } from "@/lib/group-by";
import { foldKey } from "@/lib/text";
import { valueKey } from "@/modules/platform/data/imports/rules";
import type { FileQuestion, ValueGroup } from "@/modules/platform/data/imports/schema";
import { useApi } from "@/trpc/react";
import type { Pipeline, Stage } from "../../../pipelines/schema";
import { EmptyStages } from "./empty-stages";
import { inPlace, isUnclear, type NewStage, newStages, placesIn, probabilityOf } from "./new-stages";

/** The places of the stages that a file makes among those of their pipeline, and the probability of each. */
export function StageOrder({ file, values, save }: FileQuestion) {
  const api = useApi();
  const { data, isLoadingError } = useQuery(api.pipelines.list.queryOptions({}));
  const made = groupBy(newStages(values), ({ within }) => within.trim());
  // The question of the pipeline, above the values, shows the failure.
  if (made.size === 0 || (!data && !isLoadingError)) return null;
  return (
    <>
      {[...made].map(([name, stages], index) => (
        <StageList
          key={name}
          id={`order-${file.id}-${index}`}
          pipeline={name}
          there={openStages(data ?? [], meantPipeline(values, name), file.options.answers.pipelineId ?? null)}
          made={stages}
          save={save}
        />
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

/** The name of the pipeline that a text of the file means, as a person has decided; empty for none. */
function meantPipeline(values: readonly ValueGroup[], text: string): string {
  const choice = values.find((one) => one.field === "pipeline" && foldKey(one.text) === foldKey(text))?.choice;
  if (choice?.do === "empty") return "";
  if (choice?.do === "use") return choice.label;
  return choice?.do === "replace" ? choice.text : text;
}

/** The open stages of a pipeline, or of the one that a person chose for rows without one; null where it is not known. */
function openStages(pipelines: readonly Pipeline[], name: string, chosen: string | null): Stage[] | null {
  const isMeant = (one: Pipeline) => {
    if (name !== "") return foldKey(one.name) === foldKey(name);
    return chosen === null ? one.isDefault : one.id === chosen;
  };
  return pipelines.find(isMeant)?.stages.filter(({ type }) => type === "open") ?? null;
}

interface Stages extends Pick<FileQuestion, "save"> {
  id: string;
  /** As the file calls it; empty where its rows name none. */
  pipeline: string;
  /** Null where they are not known: the new ones are then shown alone. */
  there: readonly Stage[] | null;
  made: readonly NewStage[];
}

function StageList({ id, pipeline, there, made, save }: Stages) {
  const rows = inPlace(there ?? [], made);
  const ids = rows.map((row) => row.id);
  const place = (ids: readonly string[], some: readonly NewStage[]) => {
    const places = placesIn(ids, there ?? []);
    save({
      choices: some.map((group) => {
        const { place: at, before } = places.get(group.text) ?? { place: 0, before: null };
        const chosen = there === null ? { place: at } : { place: at, before };
        return { ...valueKey(group), choice: { ...group.choice, ...chosen } };
      }),
    });
  };
  const setProbability = (group: NewStage, probability: number | null) => {
    const values = probability === null ? {} : { probability };
    save({ choices: [{ ...valueKey(group), choice: { ...group.choice, values } }] });
  };
  return (
    <section aria-labelledby={id} className="px-edge py-2.5 hairline-t">
      <h3 id={id}>{`Open stages${pipeline === "" ? "" : ` of ${pipeline}`}, in the order of the board`}</h3>
      <div className="-mx-edge mt-1.5 max-w-2xl">
        <SortableRows label="Open stages" rows={rows} enabled onOrder={(ids) => place(ids, made)}>
          {(row) =>
            "group" in row ? (
              <NewRow
                stage={row.group}
                onKeep={there && (() => place(ids, [row.group]))}
                onProbability={(probability) => setProbability(row.group, probability)}
              />
            ) : (
              <ExistingRow stage={row} />
            )
          }
        </SortableRows>
      </div>
    </section>
  );
}

function ExistingRow({ stage: { name, probability } }: { stage: Stage }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate text-muted">{name}</span>
      <span className="w-20 pl-2.5 text-muted text-sm">{probability === null ? "None" : `${probability}%`}</span>
    </>
  );
}

interface NewRowProps {
  stage: NewStage;
  /** Confirms its place as the list shows it, where it shows the whole pipeline. */
  onKeep: (() => void) | null;
  onProbability(probability: number | null): void;
}

function NewRow({ stage, onKeep, onProbability }: NewRowProps) {
  const { name } = stage.choice;
  const { value, from } = probabilityOf(stage);
  return (
    <>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 py-1">
        <span className="min-w-0 truncate font-medium">{name}</span>
        <Badge tone="accent">New</Badge>
        {isUnclear(stage) ? (
          <span className="flex items-center gap-1 whitespace-nowrap text-sm text-warning">
            Place unclear: check
            {onKeep ? (
              <Button size="sm" variant="ghost" aria-label={`Keep ${name} here`} onClick={onKeep}>
                Keep here
              </Button>
            ) : null}
          </span>
        ) : null}
        {from === null ? null : <span className="ml-auto text-muted text-sm phone:ml-0">{`from ${from}`}</span>}
      </span>
      <ProbabilityInput key={value} name={name} value={value} onSave={onProbability} />
    </>
  );
}

interface Probability {
  name: string;
  value: number | null;
  onSave(probability: number | null): void;
}

function ProbabilityInput({ name, value, onSave }: Probability) {
  const shown = value === null ? "" : String(value);
  const [text, setText] = useState(shown);
  const isPercent = text === "" || (/^\d{1,3}$/.test(text) && Number(text) <= 100);
  return (
    <span className="w-20 shrink-0">
      <Input
        size="sm"
        quiet
        inputMode="numeric"
        aria-label={`Probability of ${name}`}
        title={isPercent ? "" : "Use a percentage from 0 to 100."}
        placeholder="None"
        after="%"
        invalid={!isPercent}
        value={text}
        onChange={(event) => setText(event.target.value.trim())}
        onBlur={() => isPercent && text !== shown && onSave(text === "" ? null : Number(text))}
      />
    </span>
  );
}
