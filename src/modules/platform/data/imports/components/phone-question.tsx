"use client";

import { ArrowRight, TriangleAlert } from "lucide-react";
import { QuestionRow } from "@/components/form/question-row";
import { Select, type SelectOption } from "@/components/ui/select";
import type { NationalNumbers } from "../schema";
import type { FileAnalysis } from "./decisions";
import { useShownFile, useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

type Cells = NonNullable<FileAnalysis["nationalNumbers"]>;

/** The answers that the files of an import can have. */
export function phoneAnswers(files: readonly Cells[]): SelectOption<NationalNumbers>[] {
  const [country] = files.flatMap((one) => one.country ?? []);
  const [column] = files.flatMap((one) => one.countryColumns);
  return [
    ...(country === undefined
      ? []
      : [{ value: "workspaceCountry" as const, label: "The workspace's country", note: country }]),
    ...(column === undefined ? [] : [{ value: "rowCountry" as const, label: "The row's country", note: column }]),
    { value: "asWritten", label: "Leave them as written" },
  ];
}

/** The rule that an answer is, in plain words. */
export function phoneRule(answer: NationalNumbers | null, options: readonly SelectOption<NationalNumbers>[]): string {
  const named = options.find(({ value }) => value === answer)?.note ?? "";
  switch (answer) {
    case "workspaceCountry":
      return `Each is read as a number of the workspace's country (${named}). A number that is not valid there stays as written.`;
    case "rowCountry":
      return `Each is read as a number of the country that its row names in ${named}. Where the country is not known, it stays as written.`;
    case "asWritten":
      return "They are stored exactly as the file has them.";
    default:
      return "Choose the country that they belong to. Until then they stay as written.";
  }
}

/** The country of telephone numbers without a country code: asked once for all files of an import. */
export function PhoneQuestion() {
  const { file, analysis, save } = useShownFile();
  const { data = [] } = useShownImport().analysis;
  const { counted } = useCounts();
  if (!analysis.nationalNumbers) return null;
  const all = data.flatMap(({ nationalNumbers }) => nationalNumbers ?? []);
  const asked = all.length > 0 ? all : [analysis.nationalNumbers];
  const answer = file.options.nationalNumbers;
  const options = phoneAnswers(asked);
  const cells = counted(
    asked.reduce((sum, one) => sum + one.cells, 0),
    {
      one: "cell holds a phone number without a country code",
      many: "cells hold phone numbers without a country code",
    },
  );
  const label = asked.some(({ more }) => more) ? `At least ${cells}` : cells;
  const rule = phoneRule(answer, options);
  return (
    <section aria-label="Phone numbers without a country code">
      <QuestionRow
        label={
          <span className="flex items-center gap-2">
            {answer === null ? <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" /> : null}
            {label}
          </span>
        }
        hint={asked.length > 1 ? `${rule} This answer holds for all files of the import.` : rule}
        wide
      >
        <Select
          size="sm"
          quiet
          aria-label="Country of phone numbers without a country code"
          placeholder="Choose their country"
          value={answer}
          options={options}
          onValueChange={(nationalNumbers) => save({ options: { nationalNumbers } })}
        />
      </QuestionRow>
      <Examples examples={analysis.nationalNumbers.examples} answer={answer} />
    </section>
  );
}

/** The first numbers as the file has them, and as the answer stores them. */
function Examples({ examples, answer }: Pick<Cells, "examples"> & { answer: NationalNumbers | null }) {
  const storedAs = (example: Cells["examples"][number]) =>
    answer === null || answer === "asWritten" ? null : example[answer];
  return (
    <ul
      aria-label="Examples"
      className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-x-6 gap-y-1 px-edge pb-3 text-sm phone:grid-cols-1"
    >
      {examples.map((example) => {
        const stored = storedAs(example);
        return (
          <li key={`${example.line} ${example.written}`} className="flex min-w-0 items-center gap-2">
            <span className="mono truncate">{example.written}</span>
            <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />
            {stored === null ? (
              <span className="truncate text-muted">stays as written</span>
            ) : (
              <span className="mono truncate font-medium">{stored}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
