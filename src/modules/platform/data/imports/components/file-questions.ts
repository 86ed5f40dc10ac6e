import type { ComponentType } from "react";
import { useUpdateFile } from "../client";
import type { FileQuestion, ImportFile, PreviewQuestion } from "../schema";

interface OwnQuestions {
  /** Below the columns of a file. */
  ofColumns?: ComponentType<FileQuestion>;
  /** Below its values. */
  ofValues?: ComponentType<FileQuestion>;
  /** Below the counts of a preview. */
  ofPreview?: ComponentType<PreviewQuestion>;
}

/** Questions that only files of one object raise, by entity. */
export type FileQuestions = Readonly<Record<string, OwnQuestions>>;

/** Keeps answers, or decisions about values, with a file. */
export function useSaveAnswers(importId: string, file: ImportFile): FileQuestion["save"] {
  const update = useUpdateFile(importId);
  return ({ answers, ...change }) =>
    update.mutate({ id: importId, fileId: file.id, ...change, ...(answers ? { options: { answers } } : {}) });
}
