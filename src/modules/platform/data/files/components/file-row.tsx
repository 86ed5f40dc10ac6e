"use client";

import { Download } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tooltip } from "@/components/ui/tooltip";
import { bytesText } from "@/lib/bytes-text";
import type { StoredFile } from "../schema";
import { FileMenu } from "./file-menu";
import { FileThumbnail } from "./file-thumbnail";

interface FileRowProps {
  file: StoredFile;
  onOpen(): void;
  onNewVersion(files: readonly File[]): void;
}

/** One file of a record: thumbnail, name, size, version, who and when; a click opens its preview. */
export function FileRow({ file, onOpen, onNewVersion }: FileRowProps) {
  const { locale } = useListLocale();
  const { name, size, number, versions, by, at } = file;
  return (
    <li className="group relative flex min-h-13 items-center gap-3 px-edge py-2 transition-colors duration-instant hairline-b hairline-soft hover:bg-surface-hover">
      <FileThumbnail file={file} />
      <div className="min-w-0 flex-1">
        <button
          type="button"
          onClick={onOpen}
          title={name}
          className="block max-w-full truncate rounded-sm text-left font-medium after:absolute after:inset-0"
        >
          {name}
        </button>
        <p className="flex min-w-0 items-center gap-1.5 text-faint text-sm">
          <span className="shrink-0 num">{bytesText(size, locale)}</span>
          {versions > 1 ? <span className="shrink-0">{`Version ${number}`}</span> : null}
          <span className="truncate">{by?.name ?? "Deleted member"}</span>
          <RelativeTime at={at} className="relative shrink-0" />
        </p>
      </div>
      <FileActions file={file} onNewVersion={onNewVersion} />
    </li>
  );
}

function FileActions({ file, onNewVersion }: Pick<FileRowProps, "file" | "onNewVersion">) {
  const { name, download } = file;
  return (
    <div className="relative flex shrink-0 items-center gap-0.5">
      <Tooltip content="Download">
        <a
          href={download}
          download
          aria-label={`Download ${name}`}
          className="grid size-control place-items-center rounded-md text-muted hover:bg-surface-press hover:text-text phone:hidden"
        >
          <Download aria-hidden className="size-4" />
        </a>
      </Tooltip>
      <FileMenu file={file} onNewVersion={onNewVersion} />
    </div>
  );
}
