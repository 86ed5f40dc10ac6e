"use client";

import type { FileTotals, ImportFile } from "../schema";
import { type FileQuestions, useSaveAnswers } from "./file-questions";

interface Asking {
  importId: string;
  files: readonly ImportFile[];
  totals: readonly FileTotals[];
  questions: FileQuestions;
  /** Called with each answer: the counts stay in view until the import is checked again. */
  onAnswer: () => void;
}

/** The questions that the rows of the files raise, each with the number of records that it concerns. */
export function PreviewQuestions({ files, totals, ...asking }: Asking) {
  return files.map((file) => {
    const asked = totals.find(({ fileId }) => fileId === file.id)?.asked ?? {};
    return Object.keys(asked).length > 0 ? <OfFile key={file.id} file={file} asked={asked} {...asking} /> : null;
  });
}

interface OfFileProps extends Omit<Asking, "files" | "totals"> {
  file: ImportFile;
  asked: FileTotals["asked"];
}

function OfFile({ importId, file, asked, questions, onAnswer }: OfFileProps) {
  const save = useSaveAnswers(importId, file);
  const Own = questions[file.entity ?? ""]?.ofPreview;
  if (!Own) return null;
  return (
    <section aria-label={`Questions about ${file.title}`} className="hairline-b">
      <h3 className="px-edge pt-3.5 pb-1 font-semibold">{`Questions about ${file.title}`}</h3>
      <Own
        file={file}
        asked={asked}
        save={(answers) => {
          onAnswer();
          save(answers);
        }}
      />
    </section>
  );
}
