import type { ServerError } from "@/components/form/server-error";
import { readServerError } from "@/components/form/server-error";

export interface Sending {
  importId: string;
  /** Slug of the workspace. */
  workspace: string;
  file: File;
  /** Bytes that the server has, as they go. */
  onSent(bytes: number): void;
  signal: AbortSignal;
}

/** Thrown when the server does not take a file; `message` is its sentence. */
export class FileRefused extends Error {
  override name = "FileRefused";
  readonly refusal: ServerError;
  constructor(refusal: ServerError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Uploads one file into an import. XMLHttpRequest, because fetch tells nothing of the upload's progress. */
export function sendFile({ importId, workspace, file, onSent, signal }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/imports/${importId}/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("x-workspace", workspace);
    request.setRequestHeader("content-type", file.type || "text/csv");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status === 201) resolve();
      else reject(new FileRefused(readServerError(errorOf(request.responseText))));
    };
    request.onerror = () => reject(new FileRefused(readServerError(null)));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function errorOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { error?: unknown }).error;
  } catch {
    return null;
  }
}
