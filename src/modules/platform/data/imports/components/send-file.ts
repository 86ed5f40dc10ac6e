import { readServerError } from "@/components/form/server-error";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import { errorIn, NotSent, sendBody } from "@/trpc/send-body";

interface Sending {
  importId: string;
  /** Slug of the workspace. */
  workspace: string;
  file: File;
  /** How a person says that it is written. */
  format: ChosenFormat;
  /** The file of the import whose place it takes. */
  replaces: string | null;
  /** Bytes that the server has, as they go. */
  onSent(bytes: number): void;
  signal: AbortSignal;
}

/** Thrown when the server does not take a file; `message` is its sentence. */
export class FileRefused extends Error {
  override name = "FileRefused";
  constructor(body: unknown) {
    super(readServerError(body).message);
  }
}

/** Uploads one file into an import; returns its id. Throws `FileRefused`, or an AbortError once it is stopped. */
export async function sendFile(sending: Sending): Promise<string> {
  const { importId, workspace, file, format, replaces, onSent, signal } = sending;
  const answer = await sendBody({
    method: "POST",
    url: `/api/imports/${importId}/files?${queryOf(file.name, format, replaces)}`,
    headers: { "x-workspace": workspace, "content-type": file.type || "text/csv" },
    body: file,
    onSent,
    signal,
  }).catch((error: unknown) => {
    throw error instanceof NotSent ? new FileRefused(null) : error;
  });
  if (answer.status !== 201) throw new FileRefused(errorIn(answer.text));
  return (JSON.parse(answer.text) as { data: { fileId: string } }).data.fileId;
}

function queryOf(name: string, format: ChosenFormat, replaces: string | null): string {
  const { encoding, delimiter, headerRow, sheet, fillDown = [] } = format;
  const header = headerRow === null ? "none" : headerRow?.toString();
  const given = { name, encoding, delimiter, header, sheet, fillDown: fillDown.join(",") || undefined, replaces };
  return new URLSearchParams(
    Object.entries(given).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
  ).toString();
}
