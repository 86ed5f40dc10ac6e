"use client";

import { Camera, Plus } from "lucide-react";
import { useQueryState } from "nuqs";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { FileButton } from "@/components/ui/drop-area";
import { EmptyState } from "@/components/ui/empty-state";
import { TableLoading } from "@/components/ui/skeleton";
import type { StoredFile } from "../schema";
import { FileRow } from "./file-row";
import { LazyFilePreview } from "./lazy-file-layers";
import { OpenUploads } from "./open-uploads";
import { QuotaNote } from "./quota-note";
import type { UploadTarget } from "./upload-state";
import { useRecordFiles } from "./use-record-files";
import { useAddFiles } from "./use-uploads";

interface RecordFilesProps {
  target: UploadTarget;
  recordName: string;
  /** "account", in "Add files to this account". */
  one: string;
}

/** The files of a record: added by drop, paste, dialog or camera, previewed in place, with their versions. */
export function RecordFiles({ target, recordName, one }: RecordFilesProps) {
  const query = useRecordFiles(target);
  const add = useAddFiles({ target, recordName });
  const pages = query.data?.pages;
  const files = pages?.flatMap(({ rows }) => rows);
  const mayEdit = pages?.[0]?.mayEdit === true;
  const buttons = mayEdit ? <AddButtons onFiles={add} /> : null;
  return (
    <section
      aria-label={`Files of ${recordName}`}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible"
    >
      {mayEdit ? <QuotaNote /> : null}
      {files && files.length > 0 && buttons ? (
        <div className="flex min-h-11 shrink-0 flex-wrap items-center justify-end gap-2 px-edge py-1.5 hairline-b hairline-soft">
          {buttons}
        </div>
      ) : null}
      {mayEdit ? <OpenUploads target={target} /> : null}
      {files && files.length > 0 ? <Rows files={files} onNewVersion={(given, id) => add(given, id)} /> : null}
      <ShowMore query={query}>Show earlier files</ShowMore>
      {files?.length === 0 ? (
        <EmptyState line={false} title="No files yet" actions={buttons} className="phone:py-10">
          {mayEdit
            ? `Contracts, offers and pictures of this ${one}. Drop them anywhere on this page, or paste a picture.`
            : `Contracts, offers and pictures of this ${one} are listed here.`}
        </EmptyState>
      ) : null}
      {query.error && !files ? <QueryFailed title="The files could not be loaded" query={query} /> : null}
      {query.isPending ? <TableLoading label="The files are loading" look="lines" /> : null}
    </section>
  );
}

function AddButtons({ onFiles }: { onFiles(files: readonly File[]): void }) {
  return (
    <>
      <FileButton
        label="Picture from the camera"
        accept="image/*"
        camera
        icon={<Camera aria-hidden />}
        onFiles={onFiles}
        className="desk:hidden"
      >
        Take a photo
      </FileButton>
      <FileButton label="Files to add" icon={<Plus aria-hidden />} onFiles={onFiles}>
        Add files
      </FileButton>
    </>
  );
}

interface RowsProps {
  files: readonly StoredFile[];
  onNewVersion(files: readonly File[], id: string): void;
}

function Rows({ files, onNewVersion }: RowsProps) {
  // In the address: Back closes the preview, and a link leads to it.
  const [shown, setShown] = useQueryState("file");
  return (
    <>
      <ul>
        {files.map((file) => (
          <FileRow
            key={file.id}
            file={file}
            onOpen={() => void setShown(file.id, { history: "push" })}
            onNewVersion={(given) => onNewVersion(given, file.id)}
          />
        ))}
      </ul>
      {shown ? (
        <LazyFilePreview
          files={files}
          id={shown}
          onShow={(id) => void setShown(id)}
          onClose={() => void setShown(null)}
        />
      ) : null}
    </>
  );
}
