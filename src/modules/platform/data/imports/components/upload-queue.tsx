"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useUnsentWarning } from "@/components/layout/use-unsent-warning";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import { useApi } from "@/trpc/react";
import { refreshImport } from "../client";
import { FileRefused, sendFile } from "./send-file";

export interface Upload {
  key: string;
  /** Where it was dropped: an import's id, or a page on which one is being begun. */
  place: string;
  importId: string | null;
  /** The file of the import that it has become. */
  fileId: string | null;
  file: File;
  /** How a person says that it is written, and the file of the import whose place it then takes. */
  format: ChosenFormat;
  replaces: string | null;
  sent: number;
  state: "waiting" | "sending" | "reading" | "refused";
  refusal: string | null;
}

/** A file for an import, or for one that is begun with it. */
type Added = Pick<Upload, "file" | "place" | "importId"> & Partial<Pick<Upload, "format" | "replaces">>;

interface UploadQueue {
  uploads: readonly Upload[];
  /** Sends it after those before it; without an import, one is begun and its page opened. */
  add(added: Added): void;
  /** Stops an upload, or takes a refused one off the list. */
  drop(key: string): void;
  /** Sends a refused one again; in another way of reading where one is given. */
  retry(key: string, format?: ChosenFormat): void;
  /** The file itself, as long as this page has it. */
  fileOf(fileId: string): File | null;
  /** The largest file that the server takes, in bytes. */
  maxBytes: number;
}

const waiting = { sent: 0, state: "waiting", refusal: null } as const;

const Context = createContext<UploadQueue | null>(null);

/** The imports that files without one begin: one for all files that are dropped on the same page. */
function useBegun() {
  const api = useApi();
  const { href } = useWorkspace();
  const router = useRouter();
  const { mutateAsync: create } = useMutation(api.imports.create.mutationOptions({ onError: toastRefusal }));
  const begun = useRef(new Map<string, Promise<string>>());
  async function begin(place: string): Promise<string> {
    try {
      const { id } = await create({});
      router.replace(href(`/settings/imports/${id}?step=files`));
      return id;
    } catch (error) {
      begun.current.delete(place);
      throw error;
    }
  }
  return ({ place, importId }: Upload): Promise<string> => {
    if (importId !== null) return Promise.resolve(importId);
    const beginning = begun.current.get(place) ?? begin(place);
    begun.current.set(place, beginning);
    return beginning;
  };
}

/** Holds the uploads of all imports above their pages, so that going from page to page stops none. */
export function UploadQueueProvider({ maxBytes, children }: { maxBytes: number; children: ReactNode }) {
  const api = useApi();
  const client = useQueryClient();
  const { slug: workspace } = useWorkspace();
  const importOf = useBegun();
  const [byKey, setByKey] = useState<ReadonlyMap<string, Upload>>(new Map());
  const stops = useRef(new Map<string, AbortController>());
  const tail = useRef<Promise<void>>(Promise.resolve());
  const files = useRef(new Map<string, File>());
  const uploads = [...byKey.values()];
  useUnsentWarning(uploads.some(isComing));

  const remove = (key: string) => setByKey((now) => new Map([...now].filter(([one]) => one !== key)));
  const patch = (key: string, change: Partial<Upload>) =>
    setByKey((now) => new Map([...now].map(([one, upload]) => [one, one === key ? { ...upload, ...change } : upload])));

  async function send({ key, file, format, replaces }: Upload, importId: string, signal: AbortSignal) {
    const onSent = (sent: number) => patch(key, { sent, state: sent >= file.size ? "reading" : "sending" });
    patch(key, { state: "sending" });
    const fileId = await sendFile({ importId, workspace, file, format, replaces, signal, onSent });
    files.current.set(fileId, file);
    patch(key, { fileId });
    await refreshImport(client, api, importId);
    remove(key);
  }

  /** Sends one file after the other; it stays on the list until the import shows it, or while it is refused. */
  function enqueue(upload: Upload) {
    const { key } = upload;
    const stop = new AbortController();
    const before = tail.current;
    stops.current.set(key, stop);
    setByKey((now) => new Map(now).set(key, upload));
    const inTurn = async () => {
      const importId = await importOf(upload);
      patch(key, { importId });
      await before;
      if (!stop.signal.aborted) await send(upload, importId, stop.signal);
    };
    const sent = inTurn().catch((error: unknown) => {
      if (error instanceof FileRefused) patch(key, { state: "refused", refusal: error.message });
      else remove(key);
    });
    tail.current = Promise.all([before, sent]).then(() => undefined);
  }

  const queue: UploadQueue = {
    uploads,
    add: (added) =>
      enqueue({ ...waiting, key: crypto.randomUUID(), fileId: null, format: {}, replaces: null, ...added }),
    drop(key) {
      stops.current.get(key)?.abort();
      remove(key);
    },
    retry(key, format) {
      const upload = byKey.get(key);
      if (upload) enqueue({ ...upload, ...waiting, format: format ?? upload.format });
    },
    fileOf: (fileId) => files.current.get(fileId) ?? null,
    maxBytes,
  };
  return <Context value={queue}>{children}</Context>;
}

/** The uploads of one import, or those dropped on a page where one is being begun (`place` is that page's own name). */
export function useUploads(at: { importId: string } | { place: string }) {
  const queue = useContext(Context);
  if (!queue) throw new Error("This component is outside of the upload queue.");
  const { uploads, add, ...acts } = queue;
  const here = "importId" in at ? { importId: at.importId, place: at.importId } : { importId: null, place: at.place };
  return {
    ...acts,
    uploads: uploads.filter(({ importId, place }) => importId === here.place || place === here.place),
    add(files: readonly File[]) {
      for (const file of files) add({ ...here, file });
    },
    /** Reads a file in another way, in the place of a file of the import or as one more: another sheet. */
    readAs: (file: File, format: ChosenFormat, replaces: string | null) => add({ ...here, file, format, replaces }),
  };
}

/** Whether an upload waits, or is on its way. */
export const isComing = ({ state }: Upload): boolean => state !== "refused";

/** The uploads that no file of the import stands for yet: a file is read by the server before its upload is off the list. */
export function unlisted(uploads: readonly Upload[], files: readonly { id: string }[]): Upload[] {
  const listed = new Set(files.map(({ id }) => id));
  return uploads.filter(({ fileId }) => fileId === null || !listed.has(fileId));
}
