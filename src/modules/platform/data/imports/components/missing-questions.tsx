"use client";

import { ChoiceQuestion } from "@/components/form/question-row";
import { wordsFor } from "@/lib/counted";
import { useUpdateFile } from "../client";
import type { ImportFile, MissingRule } from "../schema";
import type { FileAnalysis } from "./decisions";
import { useCounts } from "./use-counts";

const SINGLY = "singly";

type Missing = FileAnalysis["missing"][number];

interface Questions {
  importId: string;
  file: ImportFile;
  missing: readonly Missing[];
  fields: readonly { field: string; kind: string; label: string }[];
}

/** For each column with several values that name no record, or are not among the choices: one answer for all of them. */
export function MissingQuestions({ importId, file, missing, fields }: Questions) {
  const update = useUpdateFile(importId);
  const asked = missing.filter(({ values, rule }) => values > 1 || rule !== null);
  const answer = (field: string, rule: MissingRule | null) => {
    const others = Object.entries(file.options.missing).filter(([name]) => name !== field);
    const rules = Object.fromEntries(rule === null ? others : [...others, [field, rule]]);
    update.mutate({ id: importId, fileId: file.id, options: { missing: rules } });
  };
  return asked.map((one) => (
    <MissingQuestion
      key={one.field}
      missing={one}
      field={fields.find(({ field }) => field === one.field)}
      onAnswer={(rule) => answer(one.field, rule)}
    />
  ));
}

interface Question {
  missing: Missing;
  field: Questions["fields"][number] | undefined;
  onAnswer: (rule: MissingRule | null) => void;
}

function MissingQuestion({ missing, field, onAnswer }: Question) {
  const { counted, rows } = useCounts();
  const { label, values, rule } = missing;
  const words: Readonly<Record<MissingRule, string>> = {
    create: `Create ${counted(values, { one: `new ${label.one}`, many: `new ${label.many}` })}`,
    empty: "Leave the cells empty",
    skip: `Skip ${rows(missing.rows)}`,
  };
  const isChoice = field?.kind === "enum" || field?.kind === "choices";
  const what = isChoice
    ? `of ${field.label} ${wordsFor(values, { one: "is not among the choices", many: "are not among the choices" })}`
    : `${wordsFor(values, { one: "does", many: "do" })} not exist yet`;
  const question = `${counted(values, label)} ${what}, in ${rows(missing.rows)}`;
  return (
    <ChoiceQuestion
      label={question}
      hint="You can choose differently for single values below."
      wide
      name={
        isChoice
          ? `All values of ${field.label} that are not among the choices`
          : `All ${label.many} that do not exist yet`
      }
      value={rule ?? SINGLY}
      options={[
        { value: SINGLY, label: "Decide about each value" },
        ...missing.rules.map((value) => ({ value, label: words[value] })),
      ]}
      onValueChange={(value) => onAnswer(missing.rules.find((one) => one === value) ?? null)}
    />
  );
}
