"use client";

import { Check, Plus } from "lucide-react";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import type { ImportFile } from "../schema";
import { analysisOf, openCount } from "./decisions";
import { FilesUnderway } from "./files-underway";
import { FileFormat } from "./format-dialog";
import { ImportFileButton } from "./import-file-button";
import { useShownImport } from "./shown-import";
import { isComing, useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

/** The files in the order of their import, each with the number of its open decisions. */
export function FileOrder({ current }: { current: ImportFile }) {
  const { detail, analysis, go } = useShownImport();
  const { rows, count } = useCounts();
  const { uploads, add } = useUploads({ importId: detail.id });
  const lines = detail.files.map((file) => {
    const ofFile = analysisOf(analysis.data, file.id);
    const open = ofFile && openCount(ofFile);
    const state = open ? `, ${count(open)} to check` : ", ready";
    return { file, open, note: `${rows(file.rowCount)}${open === undefined ? "" : state}` };
  });
  return (
    <>
      <div className="shrink-0 px-4 py-2.5 hairline-b desk:hidden">
        <Select
          aria-label="File"
          value={current.id}
          onValueChange={(file) => go({ file })}
          options={lines.map(({ file, note }) => ({ value: file.id, label: file.title, note }))}
        />
        <FilesUnderway />
      </div>
      <aside aria-label="Files" className="w-[248px] shrink-0 overflow-y-auto hairline-r phone:hidden">
        <h2 className="flex h-9 items-center px-5 font-semibold">Order of import</h2>
        <ol className="relative px-2">
          <span aria-hidden className="absolute top-6 bottom-6 left-[24.5px] w-px bg-border" />
          {lines.map(({ file, open, note }) => (
            <li key={file.id}>
              <button
                type="button"
                aria-current={file.id === current.id || undefined}
                onClick={() => go({ file: file.id })}
                className="relative flex h-12 w-full items-center gap-3 rounded-md pr-3 pl-2 text-left hover:bg-surface-hover aria-[current]:bg-surface-press"
              >
                <Node count={open} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium leading-[18px]">{file.title}</span>
                  <span className="block truncate text-faint text-sm">{note}</span>
                </span>
              </button>
            </li>
          ))}
        </ol>
        <div className="px-5 pt-2.5 pb-4 hairline-b">
          <ImportFileButton size="sm" icon={<Plus aria-hidden />} onFiles={add} busy={uploads.some(isComing)}>
            Add a file
          </ImportFileButton>
          <FilesUnderway />
        </div>
        <div className="flex flex-col items-start gap-2 px-5 py-4 text-muted text-sm leading-[18px]">
          <FileFormat file={current} />
          <p>Records that other files refer to are imported first.</p>
        </div>
      </aside>
    </>
  );
}

/** The number of open decisions, as much of it as its mark has room for; the line next to it shows the whole. */
function Node({ count }: { count: number | undefined }) {
  const short = count !== undefined && count > 99 ? "99+" : count;
  return (
    <span
      aria-hidden
      className={cn(
        "grid h-[18px] min-w-[18px] shrink-0 place-items-center rounded-full font-semibold text-[10px] leading-[18px]",
        count === undefined && "bg-surface shadow-[inset_0_0_0_1.5px_var(--border)]",
        count === 0 && "bg-positive-subtle text-positive",
        count !== undefined && count > 0 && "bg-surface px-1 text-warning shadow-[inset_0_0_0_1.5px_var(--warning)]",
      )}
    >
      {count === 0 ? <Check className="size-[11px]" /> : short}
    </span>
  );
}
