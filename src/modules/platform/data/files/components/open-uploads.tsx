"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { toastRefusal } from "@/components/form/toast-refusal";
import { IconButton } from "@/components/ui/icon-button";
import { bytesText } from "@/lib/bytes-text";
import { useApi } from "@/trpc/react";
import { partSize } from "../rules";
import type { FileUpload } from "../schema";
import { uploadMemory } from "./upload-memory";
import { UploadRow } from "./upload-row";
import { isOnItsWay, type UploadTarget } from "./upload-state";
import { tabUploads, useUploads } from "./use-uploads";

/** The uploads to a record: those of this tab, and the member's own that were interrupted. */
export function OpenUploads({ target }: { target: UploadTarget }) {
  const here = useUploads().filter(({ target: { recordId } }) => recordId === target.recordId);
  const { data } = useQuery(useApi().files.uploads.queryOptions(target));
  // While one begins, its own upload is open on the server before this tab knows its id.
  const isBeginning = here.some(isOnItsWay);
  const interrupted = isBeginning ? [] : (data?.rows ?? []).filter(({ id }) => !tabUploads.isTaken(id));
  const running = here.filter(({ state }) => state !== "done");
  if (running.length + interrupted.length === 0) return null;
  return (
    <ul aria-label="Uploads to this record">
      {running.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
      {interrupted.map((upload) => (
        <InterruptedRow key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}

function InterruptedRow({ upload: { id, name, size, sent } }: { upload: FileUpload }) {
  const api = useApi();
  const cache = useQueryClient();
  const { locale } = useListLocale();
  const discard = useMutation(
    api.files.abort.mutationOptions({
      onSuccess: () => uploadMemory.forget(id),
      onError: toastRefusal,
      onSettled: () => cache.invalidateQueries(api.files.pathFilter()),
    }),
  );
  const bytes = sent.reduce((sum, number) => sum + partSize(size, number), 0);
  return (
    <li className="flex items-center gap-3 px-edge py-2 hairline-b hairline-soft">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className="text-muted text-sm">
          {`Interrupted at ${bytesText(bytes, locale)} of ${bytesText(size, locale)}. Add the same file again to continue.`}
        </p>
      </div>
      <IconButton
        label={`Discard the upload of ${name}`}
        icon={<X aria-hidden />}
        busy={discard.isPending}
        onClick={() => discard.mutate({ id })}
      />
    </li>
  );
}
