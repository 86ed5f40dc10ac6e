"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import { refreshImport } from "../client";
import { FileRefused, sendFile } from "./send-file";

export interface Upload {
  key: string;
  /** Where it was dropped: an import's id, or a page on which one is being begun. */
  place: string;
  importId: string | null;
  file: File;
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
  retry(key: string): void;
}

const Context = createContext<UploadQueue | null>(null);

/** Holds the uploads of all imports above their pages, so that going from page to page stops none. */
export function UploadQueueProvider({ children }: { children: ReactNode }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const utils = api.useUtils();
  const { mutateAsync: create } = api.imports.create.useMutation();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const tail = useRef<Promise<void>>(Promise.resolve());

  const patch = useCallback((key: string, change: Partial<Upload>) => {
    setUploads((list) => list.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }, []);
  const remove = useCallback((key: string) => setUploads((list) => list.filter((one) => one.key !== key)), []);

  const send = useCallback(
    async (key: string, importId: string, file: File) => {
      const stop = stops.current.get(key);
      if (!stop || stop.signal.aborted) return;
      patch(key, { state: "sending", sent: 0, refusal: null });
      try {
        await sendFile({
          importId,
          workspace: slug,
          file,
          signal: stop.signal,
          onSent: (sent) => patch(key, { sent, state: sent >= file.size ? "reading" : "sending" }),
        });
        await refreshImport(utils, importId);
        remove(key);
      } catch (error) {
        if (error instanceof FileRefused) patch(key, { state: "refused", refusal: error.message });
        else remove(key);
      }
    },
    [patch, remove, slug, utils],
  );

  const enqueue = useCallback(
    (importId: string, items: readonly { key: string; file: File }[]) => {
      for (const { key, file } of items) {
        stops.current.set(key, new AbortController());
        tail.current = tail.current.then(() => send(key, importId, file));
      }
    },
    [send],
  );

  const add = useCallback(
    async (place: string, importId: string | null, files: readonly File[]) => {
      const items = files.map((file) => ({ key: crypto.randomUUID(), file }));
      const keys = new Set(items.map((item) => item.key));
      setUploads((list) => [
        ...list,
        ...items.map((item) => ({ ...item, place, importId, sent: 0, state: "waiting" as const, refusal: null })),
      ]);
      if (importId !== null) {
        enqueue(importId, items);
        return;
      }
      try {
        const { id } = await create({});
        setUploads((list) => list.map((one) => (keys.has(one.key) ? { ...one, importId: id } : one)));
        enqueue(id, items);
        router.replace(`/${slug}/settings/imports/${id}?step=files`);
      } catch (error) {
        setUploads((list) => list.filter((one) => !keys.has(one.key)));
        notify.error(readServerError(error).message);
      }
    },
    [create, enqueue, router, slug],
  );

  const queue = useMemo(
    (): UploadQueue => ({
      uploads,
      add: (place, importId, files) => void add(place, importId, files),
      drop(key) {
        stops.current.get(key)?.abort();
        stops.current.delete(key);
        remove(key);
      },
      retry(key) {
        const upload = uploads.find((one) => one.key === key);
        if (!upload?.importId) return;
        patch(key, { state: "waiting", sent: 0, refusal: null });
        enqueue(upload.importId, [upload]);
      },
    }),
    [add, enqueue, patch, remove, uploads],
  );
  return <Context value={queue}>{children}</Context>;
}

/** The uploads of one import, or those dropped on a page where one is being begun (`place` is that page's own name). */
export function useUploads(at: { importId: string } | { place: string }) {
  const queue = useContext(Context);
  if (!queue) throw new Error("This component stands outside of the upload queue.");
  const { uploads, add, drop, retry } = queue;
  const importId = "importId" in at ? at.importId : null;
  const place = "importId" in at ? at.importId : at.place;
  const own = uploads.filter((upload) => upload.importId === place || upload.place === place);
  return { uploads: own, add: (files: readonly File[]) => add(place, importId, files), drop, retry };
}
