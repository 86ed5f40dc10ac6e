"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
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
  /** Sends a file of an import again, to be read in another way. */
  readAgain(importId: string, fileId: string, file: File, format: ChosenFormat): void;
  /** The file itself, as long as this page has it. */
  fileOf(fileId: string): File | null;
  /** Reads another sheet of a workbook, as one more file of the import. */
  addSheet(importId: string, file: File, format: ChosenFormat): void;
  /** The largest file that the server takes, in bytes. */
  maxBytes: number;
}

type Item = Pick<Upload, "key" | "file" | "format" | "replaces">;

function waiting(item: Item, place: string, importId: string | null): Upload {
  return { ...item, place, importId, fileId: null, sent: 0, state: "waiting", refusal: null };
}

const Context = createContext<UploadQueue | null>(null);

type Change = (change: (list: Upload[]) => Upload[]) => void;

/** Sends files one after the other, and notes in the list of uploads how far each is. */
function useSending(setUploads: Change) {
  const api = useApi();
  const client = useQueryClient();
  const { slug } = useWorkspace();
  const stops = useRef(new Map<string, AbortController>());
  const tail = useRef<Promise<void>>(Promise.resolve());
  const kept = useRef(new Map<string, File>());

  const patch = useCallback(
    (key: string, change: Partial<Upload>) => {
      setUploads((list) => list.map((one) => (one.key === key ? { ...one, ...change } : one)));
    },
    [setUploads],
  );
  const remove = useCallback(
    (key: string) => setUploads((list) => list.filter((one) => one.key !== key)),
    [setUploads],
  );

  const send = useCallback(
    async ({ key, file, format, replaces }: Item, importId: string) => {
      const stop = stops.current.get(key);
      if (!stop || stop.signal.aborted) return;
      patch(key, { state: "sending", sent: 0, refusal: null });
      try {
        const fileId = await sendFile({
          importId,
          workspace: slug,
          file,
          format,
          replaces,
          signal: stop.signal,
          onSent: (sent) => patch(key, { sent, state: sent >= file.size ? "reading" : "sending" }),
        });
        kept.current.set(fileId, file);
        patch(key, { fileId });
        await refreshImport(client, api, importId);
        remove(key);
      } catch (error) {
        if (error instanceof FileRefused) patch(key, { state: "refused", refusal: error.message });
        else remove(key);
      }
    },
    [patch, remove, slug, client, api],
  );

  const enqueue = useCallback(
    (importId: string, items: readonly Item[]) => {
      for (const item of items) {
        stops.current.set(item.key, new AbortController());
        tail.current = tail.current.then(() => send(item, importId));
      }
    },
    [send],
  );

  const stop = useCallback((key: string) => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
  }, []);
  const fileOf = useCallback((fileId: string) => kept.current.get(fileId) ?? null, []);
  return { patch, remove, enqueue, stop, fileOf };
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
  const { slug } = useWorkspace();
  const router = useRouter();
  const { mutateAsync: create } = useMutation(api.imports.create.mutationOptions());
  const [uploads, setUploads] = useState<Upload[]>([]);
  /** The imports that are being begun, by the page on which their first files were dropped. */
  const begun = useRef(new Map<string, ReturnType<typeof create>>());

  const { patch, remove, enqueue, stop, fileOf } = useSending(setUploads);

  const add = useCallback(
    async (place: string, importId: string | null, files: readonly File[]) => {
      const items = files.map((file) => ({ key: crypto.randomUUID(), file, format: {}, replaces: null }));
      const keys = new Set(items.map((item) => item.key));
      setUploads((list) => [...list, ...items.map((item) => waiting(item, place, importId))]);
      if (importId !== null) {
        enqueue(importId, items);
        return;
      }
      const known = begun.current.get(place);
      const beginning = known ?? create({});
      begun.current.set(place, beginning);
      try {
        const { id } = await beginning;
        setUploads((list) => list.map((one) => (keys.has(one.key) ? { ...one, importId: id } : one)));
        enqueue(id, items);
        if (!known) router.replace(`/${slug}/settings/imports/${id}?step=files`);
      } catch (error) {
        begun.current.delete(place);
        setUploads((list) => list.filter((one) => !keys.has(one.key)));
        if (!known) toastRefusal(error);
      }
    },
    [create, enqueue, router, slug],
  );

  const sendAs = useCallback(
    (importId: string, file: File, format: ChosenFormat, replaces: string | null) => {
      const item: Item = { key: crypto.randomUUID(), file, format, replaces };
      setUploads((list) => [...list, waiting(item, importId, importId)]);
      enqueue(importId, [item]);
    },
    [enqueue],
  );

  useUnsentWarning(uploads.some((upload) => upload.state !== "refused"));

  const queue = useMemo(
    (): UploadQueue => ({
      uploads,
      add: (place, importId, files) => void add(place, importId, files),
      drop(key) {
        stop(key);
        remove(key);
      },
      retry(key, format) {
        const upload = uploads.find((one) => one.key === key);
        if (!upload?.importId) return;
        const again = { ...upload, format: format ?? upload.format };
        patch(key, { format: again.format, state: "waiting", sent: 0, refusal: null });
        enqueue(upload.importId, [again]);
      },
      readAgain: (importId, fileId, file, format) => sendAs(importId, file, format, fileId),
      addSheet: (importId, file, format) => sendAs(importId, file, format, null),
      fileOf,
      maxBytes,
    }),
    [add, enqueue, fileOf, maxBytes, patch, remove, sendAs, stop, uploads],
  );
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
