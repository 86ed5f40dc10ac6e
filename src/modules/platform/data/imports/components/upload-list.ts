import type { Upload } from "./upload-queue";

/** The uploads that no file of the import stands for yet: a file is read by the server before its upload is off the list. */
export function unlisted(uploads: readonly Upload[], files: readonly { id: string }[]): Upload[] {
  const listed = new Set(files.map(({ id }) => id));
  return uploads.filter(({ fileId }) => fileId === null || !listed.has(fileId));
}
