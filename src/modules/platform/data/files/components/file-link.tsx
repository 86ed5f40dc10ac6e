"use client";

import { useQueryState } from "nuqs";
import { useListLocale } from "@/components/data-table/list-locale";
import { bytesText } from "@/lib/bytes-text";
import type { StoredFile } from "../schema";
import { FileMenu } from "./file-menu";
import { FileThumbnail } from "./file-thumbnail";
import { LazyFilePreview } from "./lazy-file-layers";
import { UploadRow } from "./upload-row";
import type { UploadTarget } from "./upload-state";
import { useAddFiles, useUploads } from "./use-uploads";

interface FileLinksProps {
  files: readonly StoredFile[];
  target: UploadTarget;
  /** Of what they belong to. */
  recordName: string;
}

/** Files in a line below what they belong to, and those that this tab is sending there; a click opens the preview. */
export function FileLinks({ files, target, recordName }: FileLinksProps) {
  const { locale } = useListLocale();
  const add = useAddFiles({ target, recordName });
  const coming = useUploads().filter((one) => one.target.recordId === target.recordId && one.state !== "done");
  // In the address: Back closes the preview, and a link leads to it.
  const [shown, setShown] = useQueryState("file");
  if (files.length + coming.length === 0) return null;
  return (
    <>
      <ul aria-label="Files" className="flex flex-wrap gap-1.5 pt-1.5 empty:hidden">
        {files.map((file) => (
          <li
            key={file.id}
            className="relative flex h-8 min-w-0 max-w-full items-center gap-2 rounded-md border bg-surface pr-1 pl-1.5 hover:bg-surface-hover phone:h-11"
          >
            <FileThumbnail file={file} isSmall />
            <button
              type="button"
              onClick={() => void setShown(file.id, { history: "push" })}
              title={file.name}
              className="min-w-0 truncate rounded-sm text-left after:absolute after:inset-0"
            >
              {file.name}
            </button>
            <span className="shrink-0 text-faint text-sm num">{bytesText(file.size, locale)}</span>
            <span className="relative flex shrink-0">
              <FileMenu file={file} size="sm" onNewVersion={(given) => add(given, file.id)} />
            </span>
          </li>
        ))}
      </ul>
      {coming.length > 0 ? (
        <ul aria-label="Uploads to this comment" className="[&>li]:px-0">
          {coming.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
      ) : null}
      {files.some(({ id }) => id === shown) && shown ? (
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
