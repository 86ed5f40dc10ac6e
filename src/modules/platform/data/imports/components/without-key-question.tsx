"use client";

import { ChoiceQuestion } from "@/components/form/question-row";
import { nouns, wordsFor } from "@/lib/counted";
import { useUpdateFile } from "../client";
import type { ImportFile } from "../schema";
import type { FileAnalysis } from "./decisions";
import { useCounts } from "./use-counts";

interface WithoutKey {
  importId: string;
  file: ImportFile;
  without: NonNullable<FileAnalysis["withoutKey"]>;
}

/** The answer for rows that cannot be recognised, because their key is empty. */
export function WithoutKeyQuestion({ importId, file, without: { rows: count, key } }: WithoutKey) {
  const { counted, rows } = useCounts();
  const update = useUpdateFile(importId);
  const answer = file.options.withoutKey ?? "create";
  return (
    <ChoiceQuestion
      label={`${rows(count)} ${wordsFor(count, { one: "has", many: "have" })} no ${key}`}
      {...(answer === "create" ? { hint: "If this file is imported again, they are created again." } : {})}
      wide
      name={`Rows without ${key}`}
      value={answer}
      options={[
        { value: "create", label: `Create ${counted(count, { one: "new record", many: "new records" })}` },
        { value: "skip", label: `Skip ${counted(count, nouns.row)}` },
      ]}
      onValueChange={(withoutKey) => update.mutate({ id: importId, fileId: file.id, options: { withoutKey } })}
    />
  );
}
