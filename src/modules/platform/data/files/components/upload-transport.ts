import { readServerError } from "@/components/form/server-error";
import type { useApiClient } from "@/trpc/react";
import { errorIn, sendBody } from "@/trpc/send-body";
import { cleanName, type FilePurpose } from "../rules";
import type { FileTarget, FileUpload } from "../schema";
import { uploadMemory } from "./upload-memory";
import { type OpenUpload, UploadRefused } from "./upload-parts";
import { SameName, type UploadTransport } from "./upload-queue";

interface Sent {
  client: ReturnType<typeof useApiClient>;
  /** Slug of the workspace. */
  workspace: string;
  target: FileTarget;
  purpose: FilePurpose;
  file: File;
  /** The file of which it becomes a new version. */
  fileId?: string | undefined;
  /** Called when the server has it. */
  onDone(): void;
}

const asOpen = ({ id, partBytes, sent }: FileUpload): OpenUpload => ({ id, partBytes, parts: sent });

/** Answers of a server that may be different at the next attempt. */
const isPassing = (status: number) => status === 408 || status === 429 || status >= 500;

/** Sends one file by the operations of files. */
export function uploadTransport({ client, workspace, target, purpose, file, fileId, onDone }: Sent): UploadTransport {
  const { files } = client;

  /** The interrupted upload of the same file. */
  async function interrupted(isTaken: (id: string) => boolean): Promise<FileUpload | undefined> {
    if (uploadMemory.isEmpty()) return undefined;
    const name = cleanName(file.name);
    const { rows } = await files.uploads.query(target);
    return rows.find(
      (one) =>
        one.purpose === purpose &&
        one.name === name &&
        one.size === file.size &&
        !isTaken(one.id) &&
        uploadMemory.isOf(one.id, file),
    );
  }

  return {
    async open(isTaken, answer) {
      const known = await interrupted(isTaken);
      if (known) return asOpen(known);
      const given = answer ?? (fileId === undefined ? {} : { fileId });
      try {
        const { size, name } = file;
        const begun = await files.begin.mutate({ ...target, purpose, name, size, ...given });
        uploadMemory.remember(begun.id, file);
        return asOpen(begun);
      } catch (error) {
        const { details } = readServerError(error);
        if (details.reason === "sameName" && typeof details.fileId === "string") throw new SameName(details.fileId);
        throw error;
      }
    },
    async send({ id }, number, body, onSent, signal) {
      const { rows } = await files.parts.query({ id, numbers: [number] }, { signal }).catch(refuseFinal);
      const [part] = rows;
      if (!part) throw new UploadRefused("The server does not know this part of the file. Try again.");
      const headers = part.report ? {} : { "x-workspace": workspace, "content-type": "application/octet-stream" };
      const answer = await sendBody({ method: "PUT", url: part.address, headers, body, onSent, signal });
      if (answer.status < 300) {
        if (part.report) await files.sent.mutate({ id, number, tag: answer.header("etag") ?? "" });
        return;
      }
      // Storage refuses an address that has expired: the next attempt gets another one.
      const { message } = readServerError(errorIn(answer.text));
      throw part.report || isPassing(answer.status) ? new Error(message) : new UploadRefused(message);
    },
    async finish({ id }) {
      await files.complete.mutate({ id });
      uploadMemory.forget(id);
      onDone();
    },
    async discard({ id }) {
      uploadMemory.forget(id);
      await files.abort.mutate({ id });
    },
    waitOf(error) {
      const { code, details } = readServerError(error);
      return code === "RATE_LIMITED" && typeof details.retryAfter === "number" ? details.retryAfter * 1000 : null;
    },
    explain: (error) => (error instanceof UploadRefused ? error.message : readServerError(error).message),
  };
}

/** Codes of refusals that pass by themselves. */
const passing = ["UNREACHABLE", "UNAVAILABLE", "RATE_LIMITED", "INTERNAL"];

function refuseFinal(error: unknown): never {
  const { code, message } = readServerError(error);
  throw passing.includes(code) ? error : new UploadRefused(message);
}
