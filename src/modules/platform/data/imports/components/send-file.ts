import { readServerError } from "@/components/form/server-error";
import type { ChosenFormat } from "@/lib/csv/csv-format";

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

/** Uploads one file into an import; returns its id. XMLHttpRequest, because fetch tells nothing of the progress. */
export function sendFile({ importId, workspace, file, format, replaces, onSent, signal }: Sending): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/imports/${importId}/files?${queryOf(file.name, format, replaces)}`);
    request.setRequestHeader("x-workspace", workspace);
    request.setRequestHeader("content-type", file.type || "text/csv");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status === 201)
        resolve((JSON.parse(request.responseText) as { data: { fileId: string } }).data.fileId);
      else reject(new FileRefused(errorOf(request.responseText)));
    };
    request.onerror = () => reject(new FileRefused(null));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function queryOf(name: string, format: ChosenFormat, replaces: string | null): string {
  const { encoding, delimiter, headerRow, sheet, fillDown = [] } = format;
  const header = headerRow === null ? "none" : headerRow?.toString();
  const given = { name, encoding, delimiter, header, sheet, fillDown: fillDown.join(",") || undefined, replaces };
  return new URLSearchParams(
    Object.entries(given).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
  ).toString();
}

function errorOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { error?: unknown }).error;
  } catch {
    return null;
  }
}
