"use client";

import { Plus, Upload as UploadIcon } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { importedContent } from "@/lib/nouns/words";
import type { ImportDetail } from "../schema";
import { DropArea, FileButton } from "./drop-zone";
import { FileRow, UploadRow } from "./file-row";
import { unlisted } from "./upload-list";
import { useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

/** The first step: files are added, and each shows the object that was recognised. */
export function FilesStep({ detail, place }: { detail: ImportDetail | null; place: string }) {
  const { uploads: all, add, drop, retry, maxBytes } = useUploads(detail ? { importId: detail.id } : { place });
  const { bytes } = useCounts();
  const files = detail?.files ?? [];
  const uploads = unlisted(all, files);
  if (files.length + uploads.length === 0)
    return (
      <DropArea onFiles={add} className="flex min-h-0 flex-1 flex-col">
        <EmptyState
          title="Drop your CSV or Excel files here"
          actions={
            <FileButton variant="primary" icon={<UploadIcon aria-hidden />} onFiles={add}>
              Choose files
            </FileButton>
          }
          note={`Up to ${bytes(maxBytes)} a file: CSV, or Excel workbooks (.xlsx) of up to 100,000 rows. You see a preview before anything is saved.`}
        >
          {`Import ${importedContent}, all files at once. Throughline recognises the records in each file and puts the files in the right order.`}
        </EmptyState>
      </DropArea>
    );
  return (
    <DropArea onFiles={add} className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex h-11 items-center justify-between px-edge">
        <h2 className="font-semibold">Order of import</h2>
        <FileButton size="sm" icon={<Plus aria-hidden />} onFiles={add}>
          Add files
        </FileButton>
      </div>
      <ul className="hairline-t hairline-soft">
        {detail ? files.map((file) => <FileRow key={file.id} importId={detail.id} file={file} />) : null}
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} drop={drop} retry={retry} />
        ))}
      </ul>
      <p className="max-w-[660px] px-edge py-4 text-muted text-sm leading-5">
        Records that other files refer to are imported first. Drop more files anywhere on this page.
      </p>
    </DropArea>
  );
}
