"use client";

import { QuestionRow } from "@/components/form/question-row";
import { Button } from "@/components/ui/button";
import { tagsName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import { type Field, useMakeOptions } from "../client";
import { valueKey } from "../rules";
import type { Choice, MissingRule, ValueGroup } from "../schema";
import { jointChoice, openGroups } from "./decisions";
import { type ShownFile, useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

/** The values of each choice, and of pipelines, that do not exist yet and that one click adds, by field. */
export function offeredValues({ fields, analysis }: Pick<ShownFile, "fields" | "analysis">) {
  const ahead = new Set(fields.flatMap(({ field, madeAhead }) => (madeAhead === null ? [] : field)));
  const open = analysis.values.filter(
    ({ field, state, mayCreate, choice }) =>
      (state === "invalid" || (state === "unknown" && ahead.has(field))) && mayCreate && choice === null,
  );
  return new Map([...groupBy(open, ({ field }) => field)].filter(([, groups]) => groups.length > 1));
}

/** For each choice or pipeline with several values that do not exist yet: all of them are added, or left out, at once. */
export function OptionQuestions() {
  const shown = useShownFile();
  const { importId, file, fields, analysis, save } = shown;
  const make = useMakeOptions(importId);
  const { counted, rows } = useCounts();
  return [...offeredValues(shown)].map(([name, groups]) => {
    const field = fields.find((one) => one.field === name);
    if (!field) return null;
    const values = counted(groups.length, { one: "value", many: "values" });
    const texts = groups.map(({ text }) => text);
    const { label, act } = wordsOf(field, values);
    const note = field.madeAhead === null ? "" : `${field.madeAhead} `;
    const { rules = [], rows: without = 0 } = analysis.missing.find((one) => one.field === name) ?? {};
    const answer = (rule: MissingRule) => save({ options: { missing: { ...file.options.missing, [name]: rule } } });
    return (
      <QuestionRow
        key={name}
        label={label}
        hint={`${note}You can choose differently for single values below. New ones are kept even if you do not run the import.`}
        wide
      >
        <span className="flex flex-wrap gap-2">
          <Button
            size="sm"
            busy={make.isPending}
            onClick={() => make.mutate({ id: importId, fileId: file.id, field: name, texts })}
          >
            {act}
          </Button>
          {rules.includes("empty") ? (
            <Button size="sm" variant="ghost" onClick={() => answer("empty")}>
              Leave the cells empty
            </Button>
          ) : null}
          {rules.includes("skip") ? (
            <Button size="sm" variant="ghost" onClick={() => answer("skip")}>
              {`Skip ${rows(without)}`}
            </Button>
          ) : null}
        </span>
      </QuestionRow>
    );
  });
}

function wordsOf({ field, label, madeAhead }: Field, values: string): { label: string; act: string } {
  if (field === tagsName) return { label: `${values} contain tags that do not exist yet`, act: "Create the tags" };
  if (madeAhead === null) return { label: `${values} of ${label} are not options yet`, act: `Add ${values}` };
  return { label: `${values} of ${label} do not exist yet`, act: "Create them" };
}

const singleDecisions = {
  one: "value may be another company: decide it",
  many: "values may be other companies: decide each",
};

/** For each field with several values that resemble others: the suggestions at once, or none of them. */
export function SimilarQuestions() {
  const { fields, analysis, save } = useShownFile();
  const { counted } = useCounts();
  const open = openGroups(analysis).filter(({ state }) => state === "near");
  return [...groupBy(open, ({ field }) => field)].map(([name, groups]) => {
    const field = fields.find((one) => one.field === name);
    if (!field || groups.length < 2) return null;
    const choose = (values: readonly ValueGroup[], choiceOf: (group: ValueGroup) => Choice | null) =>
      save({ choices: values.map((group) => ({ ...valueKey(group), choice: choiceOf(group) })) });
    const joint = groups.filter((group) => jointChoice(group) !== null);
    const singly = groups.length - joint.length;
    const rest = singly > 0 ? ` ${counted(singly, singleDecisions)} below.` : "";
    const use = singly > 0 ? counted(joint.length, { one: "suggestion", many: "suggestions" }) : "all suggestions";
    return (
      <QuestionRow
        key={name}
        label={`${counted(groups.length, { one: "value", many: "values" })} of ${field.label} are similar to others`}
        hint={`You can choose differently for single values below. Without an answer, they stay as they are.${rest}`}
        wide
      >
        <span className="flex flex-wrap gap-2">
          {joint.length > 0 ? (
            <Button size="sm" onClick={() => choose(joint, jointChoice)}>
              {`Use ${use}`}
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" onClick={() => choose(groups, ({ text }) => ({ do: "replace", text }))}>
            Keep them all
          </Button>
        </span>
      </QuestionRow>
    );
  });
}
