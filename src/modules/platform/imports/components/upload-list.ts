import type { ImportSummary } from "../schema";
import type { Upload } from "./upload-queue";

/** The uploads that no file of the import stands for yet: a file is read by the server before its upload is off the list. */
export function unlisted(uploads: readonly Upload[], files: readonly { id: string }[]): Upload[] {
  const listed = new Set(files.map(({ id }) => id));
  return uploads.filter(({ fileId }) => fileId === null || !listed.has(fileId));
}

/** When an import brought its records in, or was begun; taking it back later does not change that. */
export function timeOf(run: Pick<ImportSummary, "createdAt" | "startedAt" | "finishedAt">): string {
  return run.finishedAt ?? run.startedAt ?? run.createdAt;
}
