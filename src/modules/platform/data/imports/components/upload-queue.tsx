"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
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

interface UploadQueue {
  uploads: readonly Upload[];
  /** Sends files one after the other; without an import, one is begun and its page opened. */
  add(place: string, importId: string | null, files: readonly File[]): void;
  /** Stops an upload, or takes a refused one off the list. */
  drop(key: string): void;
  /** Sends a refused one again; in another way of reading where one is given. */
  retry(key: string, format?: ChosenFormat): void;
  /** Reads a file in another way, in the place of a file of the import or as one more: another sheet. */
  readAs(importId: string, file: File, format: ChosenFormat, replaces: string | null): void;
  /** The file itself, as long as this page has it. */
  fileOf(fileId: string): File | null;
  /** The largest file that the server takes, in bytes. */
  maxBytes: number;
}

const waiting = { sent: 0, state: "waiting", refusal: null } as const;

function uploadOf(file: File, place: string, importId: string | null): Upload {
  return { ...waiting, key: crypto.randomUUID(), file, place, importId, fileId: null, format: {}, replaces: null };
}

const Context = createContext<UploadQueue | null>(null);

type Change = (change: (list: Upload[]) => Upload[]) => void;

/** Sends files one after the other, and notes in the list of uploads how far each is. */
function useSending(setUploads: Change) {
  const api = useApi();
  const client = useQueryClient();
  const { slug: workspace } = useWorkspace();
  const stops = useRef(new Map<string, AbortController>());
  const tail = useRef<Promise<void>>(Promise.resolve());
  const files = useRef(new Map<string, File>());

  const patch = (key: string, change: Partial<Upload>) =>
    setUploads((list) => list.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const remove = (key: string) => setUploads((list) => list.filter((one) => one.key !== key));

  async function send({ key, file, format, replaces }: Upload, importId: string) {
    const signal = stops.current.get(key)?.signal;
    if (!signal || signal.aborted) return;
    const onSent = (sent: number) => patch(key, { sent, state: sent >= file.size ? "reading" : "sending" });
    patch(key, { ...waiting, state: "sending" });
    try {
      const fileId = await sendFile({ importId, workspace, file, format, replaces, signal, onSent });
      files.current.set(fileId, file);
      patch(key, { fileId });
      await refreshImport(client, api, importId);
      remove(key);
    } catch (error) {
      if (error instanceof FileRefused) patch(key, { state: "refused", refusal: error.message });
      else remove(key);
    }
  }

  return {
    patch,
    enqueue(importId: string, uploads: readonly Upload[]) {
      for (const upload of uploads) {
        stops.current.set(upload.key, new AbortController());
        tail.current = tail.current.then(() => send(upload, importId));
      }
    },
    drop(key: string) {
      stops.current.get(key)?.abort();
      stops.current.delete(key);
      remove(key);
    },
    fileOf: (fileId: string) => files.current.get(fileId) ?? null,
  };
}

function useUnsentWarning(unsent: boolean): void {
  // The browser: leaving the page now would lose files that only it has.
  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsent]);
}

/** Holds the uploads of all imports above their pages, so that going from page to page stops none. */
export function UploadQueueProvider({ maxBytes, children }: { maxBytes: number; children: ReactNode }) {
  const api = useApi();
  const { href } = useWorkspace();
  const router = useRouter();
  const { mutateAsync: create } = useMutation(api.imports.create.mutationOptions());
  const [uploads, setUploads] = useState<Upload[]>([]);
  /** The imports that are being begun, by the page on which their first files were dropped. */
  const begun = useRef(new Map<string, ReturnType<typeof create>>());
  const { patch, enqueue, drop, fileOf } = useSending(setUploads);
  useUnsentWarning(uploads.some(isComing));

  /** Begins an import for files that have none. */
  async function begin(place: string, added: readonly Upload[]) {
    const known = begun.current.get(place);
    const beginning = known ?? create({});
    begun.current.set(place, beginning);
    try {
      const { id } = await beginning;
      for (const { key } of added) patch(key, { importId: id });
      enqueue(id, added);
      if (!known) router.replace(href(`/settings/imports/${id}?step=files`));
    } catch (error) {
      begun.current.delete(place);
      for (const { key } of added) drop(key);
      if (!known) toastRefusal(error);
    }
  }

  const queue: UploadQueue = {
    uploads,
    add(place, importId, files) {
      const added = files.map((file) => uploadOf(file, place, importId));
      setUploads((list) => [...list, ...added]);
      if (importId === null) void begin(place, added);
      else enqueue(importId, added);
    },
    drop,
    retry(key, format) {
      const upload = uploads.find((one) => one.key === key);
      if (!upload?.importId) return;
      const again = { ...upload, ...waiting, format: format ?? upload.format };
      patch(key, again);
      enqueue(upload.importId, [again]);
    },
    readAs(importId, file, format, replaces) {
      const upload = { ...uploadOf(file, importId, importId), format, replaces };
      setUploads((list) => [...list, upload]);
      enqueue(importId, [upload]);
    },
    fileOf,
    maxBytes,
  };
  return <Context value={queue}>{children}</Context>;
}

/** The uploads of one import, or those dropped on a page where one is being begun (`place` is that page's own name). */
export function useUploads(at: { importId: string } | { place: string }) {
  const queue = useContext(Context);
  if (!queue) throw new Error("This component stands outside of the upload queue.");
  const { uploads, add, ...acts } = queue;
  const importId = "importId" in at ? at.importId : null;
  const place = "importId" in at ? at.importId : at.place;
  const own = uploads.filter((upload) => upload.importId === place || upload.place === place);
  return { ...acts, uploads: own, add: (files: readonly File[]) => add(place, importId, files) };
}

/** Whether an upload waits, or is on its way. */
export const isComing = ({ state }: Upload): boolean => state !== "refused";

/** The uploads that no file of the import stands for yet: a file is read by the server before its upload is off the list. */
export function unlisted(uploads: readonly Upload[], files: readonly { id: string }[]): Upload[] {
  const listed = new Set(files.map(({ id }) => id));
  return uploads.filter(({ fileId }) => fileId === null || !listed.has(fileId));
}
