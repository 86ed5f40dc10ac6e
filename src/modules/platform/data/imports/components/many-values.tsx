"use client";

import { QuestionRow } from "@/components/form/question-row";
import { Button } from "@/components/ui/button";
import { tagsName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import { useMakeOptions } from "../client";
import { valueKey } from "../rules";
import type { Choice, ValueGroup } from "../schema";
import { jointChoice, openGroups } from "./decisions";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

/** For each choice with several values that are no options: all of them become new ones at once. */
export function OptionQuestions() {
  const { importId, file, fields, analysis } = useShownFile();
  const make = useMakeOptions(importId);
  const { counted } = useCounts();
  const open = analysis.values.filter(
    ({ state, mayCreate, choice }) => state === "invalid" && mayCreate && choice === null,
  );
  return [...groupBy(open, ({ field }) => field)].map(([name, groups]) => {
    const field = fields.find((one) => one.field === name);
    if (!field || groups.length < 2) return null;
    const isTags = name === tagsName;
    const values = counted(groups.length, { one: "value", many: "values" });
    const texts = groups.map(({ text }) => text);
    return (
      <QuestionRow
        key={name}
        label={
          isTags ? `${values} contain tags that do not exist yet` : `${values} of ${field.label} are not options yet`
        }
        hint="You can choose differently for single values below. New ones are kept even if you do not run the import."
        wide
      >
        <Button
          size="sm"
          busy={make.isPending}
          onClick={() => make.mutate({ id: importId, fileId: file.id, field: name, texts })}
        >
          {isTags ? "Create the tags" : "Add them as options"}
        </Button>
      </QuestionRow>
    );
  });
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
