"use client";

import { CircleAlert, LoaderCircle, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import type { ImportFile } from "../schema";
import { useShownImport } from "./shown-import";
import { isComing, type Upload, useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

type Underway = Pick<Upload, "file" | "format" | "state">;

/** "Reading sheet Deals of book.xlsx" */
export function underwayText({ file, format, state }: Underway): string {
  const what = format.sheet === undefined ? file.name : `sheet ${format.sheet} of ${file.name}`;
  if (state === "waiting") return `Waiting to read ${what}`;
  return `${state === "sending" ? "Uploading" : "Reading"} ${what}`;
}

/** The upload that takes the place of a file, as long as it is on its way. */
export function replacementOf(
  file: Pick<ImportFile, "position">,
  files: readonly Pick<ImportFile, "id" | "position">[],
  uploads: readonly Upload[],
): Upload | undefined {
  const places = new Map(files.map(({ id, position }) => [id, position]));
  return uploads.find((one) => isComing(one) && one.replaces !== null && places.get(one.replaces) === file.position);
}

/** Says instead of the columns of a file that it is being read anew: those that it had are gone. */
export function FileUnderway({ upload }: { upload: Upload }) {
  const { bytes } = useCounts();
  const { file, sent, state } = upload;
  const text = state === "sending" ? `${bytes(sent)} of ${bytes(file.size)}` : underwayText(upload);
  return (
    <div role="status" className="px-edge pt-5 pb-[18px]">
      <p className="font-semibold">{underwayText(upload)}</p>
      <Progress className="mt-2.5 mb-2" label={`Upload of ${file.name}`} value={sent} max={file.size} text={text} />
      <p className="text-muted">Its columns are shown as soon as it has been read.</p>
    </div>
  );
}

/** Files and sheets that are being read beside those of the import, and those that were refused. */
export function FilesUnderway({ className }: { className?: string }) {
  const { detail } = useShownImport();
  const { uploads, drop } = useUploads({ importId: detail.id });
  if (uploads.length === 0) return null;
  return (
    <div className={className}>
      {uploads.map((upload) =>
        isComing(upload) ? (
          <p key={upload.key} role="status" className="mt-2 flex items-start gap-1.5 text-muted text-sm">
            <LoaderCircle aria-hidden className="mt-px size-3.5 flex-none animate-busy" />
            <span className="min-w-0 flex-1 break-words">{underwayText(upload)}</span>
          </p>
        ) : (
          <p key={upload.key} role="alert" className="mt-2 flex items-start gap-1.5 text-danger text-sm">
            <CircleAlert aria-hidden className="mt-px size-3.5 flex-none" />
            <span className="min-w-0 flex-1 break-words">{upload.refusal}</span>
            <IconButton
              size="sm"
              className="-mt-1"
              label={`Remove ${upload.file.name} from the list`}
              icon={<X aria-hidden />}
              onClick={() => drop(upload.key)}
            />
          </p>
        ),
      )}
    </div>
  );
}
