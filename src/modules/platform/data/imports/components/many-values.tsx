"use client";

import { QuestionRow } from "@/components/form/question-row";
import { Button } from "@/components/ui/button";
import { tagsName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import { type Field, useMakeOptions } from "../client";
import { valueKey } from "../rules";
import type { Choice, ValueGroup } from "../schema";
import { openGroups, suggestedChoice } from "./decisions";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

/** For each choice or pipeline with several values that do not exist yet: all of them become new ones at once. */
export function OptionQuestions() {
  const { importId, file, fields, analysis } = useShownFile();
  const make = useMakeOptions(importId);
  const { counted } = useCounts();
  const ahead = new Set(fields.flatMap(({ field, madeAhead }) => (madeAhead === null ? [] : field)));
  const open = analysis.values.filter(
    ({ field, state, mayCreate, choice }) =>
      (state === "invalid" || (state === "unknown" && ahead.has(field))) && mayCreate && choice === null,
  );
  return [...groupBy(open, ({ field }) => field)].map(([name, groups]) => {
    const field = fields.find((one) => one.field === name);
    if (!field || groups.length < 2) return null;
    const values = counted(groups.length, { one: "value", many: "values" });
    const texts = groups.map(({ text }) => text);
    const { label, act } = wordsOf(field, values);
    const note = field.madeAhead === null ? "" : `${field.madeAhead} `;
    return (
      <QuestionRow
        key={name}
        label={label}
        hint={`${note}You can choose differently for single values below. New ones are kept even if you do not run the import.`}
        wide
      >
        <Button
          size="sm"
          busy={make.isPending}
          onClick={() => make.mutate({ id: importId, fileId: file.id, field: name, texts })}
        >
          {act}
        </Button>
      </QuestionRow>
    );
  });
}

function wordsOf({ field, label, madeAhead }: Field, values: string): { label: string; act: string } {
  if (field === tagsName) return { label: `${values} contain tags that do not exist yet`, act: "Create the tags" };
  if (madeAhead === null) return { label: `${values} of ${label} are not options yet`, act: "Add them as options" };
  return { label: `${values} of ${label} do not exist yet`, act: "Create them" };
}

/** For each field with several values that resemble others: all suggestions at once, or none of them. */
export function SimilarQuestions() {
  const { fields, analysis, save } = useShownFile();
  const { counted } = useCounts();
  const open = openGroups(analysis).filter(({ state }) => state === "near");
  return [...groupBy(open, ({ field }) => field)].map(([name, groups]) => {
    const field = fields.find((one) => one.field === name);
    if (!field || groups.length < 2) return null;
    const chooseAll = (choiceOf: (group: ValueGroup) => Choice | null) =>
      save({ choices: groups.map((group) => ({ ...valueKey(group), choice: choiceOf(group) })) });
    return (
      <QuestionRow
        key={name}
        label={`${counted(groups.length, { one: "value", many: "values" })} of ${field.label} are similar to others`}
        hint="You can choose differently for single values below. Without an answer, they stay as they are."
        wide
      >
        <span className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => chooseAll(suggestedChoice)}>
            Use all suggestions
          </Button>
          <Button size="sm" variant="ghost" onClick={() => chooseAll(({ text }) => ({ do: "replace", text }))}>
            Keep them all
          </Button>
        </span>
      </QuestionRow>
    );
  });
}
