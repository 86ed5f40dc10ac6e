"use client";

import {
  CircleAlert,
  FileSpreadsheet,
  Info,
  Plus,
  RotateCcw,
  TriangleAlert,
  Upload as UploadIcon,
  X,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { DropArea } from "@/components/ui/drop-area";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { maxRows } from "@/lib/csv/csv-format";
import { importedContent } from "@/lib/nouns/words";
import { maxSheetRowsRead } from "@/lib/xlsx/sheet-limits";
import { useRemoveFile, useSaveFile } from "../client";
import type { ImportFile } from "../schema";
import { unreadSheets } from "./file-format";
import { FileFormat, FormatDialog } from "./format-dialog";
import { ImportFileButton } from "./import-file-button";
import { ObjectSelect } from "./object-select";
import { useShownImport } from "./shown-import";
import { isComing, type Upload, unlisted, useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";

/** The first step: files are added, and each shows the object that was recognised. */
export function FilesStep({ files, at }: { files: readonly ImportFile[]; at: Parameters<typeof useUploads>[0] }) {
  const { uploads: all, add, maxBytes } = useUploads(at);
  const { bytes, rows } = useCounts();
  const uploads = unlisted(all, files);
  if (files.length + uploads.length === 0)
    return (
      <DropArea onFiles={add} className="flex min-h-0 flex-1 flex-col">
        <EmptyState
          title="Drop your CSV, Excel or vCard files here"
          actions={
            <ImportFileButton variant="primary" icon={<UploadIcon aria-hidden />} onFiles={add}>
              Choose files
            </ImportFileButton>
          }
          note={`Up to ${bytes(maxBytes)} a file: CSV of up to ${rows(maxRows)}, Excel workbooks (.xlsx) of up to ${rows(maxSheetRowsRead)}, or vCards (.vcf) from an address book. You see a preview before anything is saved.`}
        >
          {`Import ${importedContent}, all files at once. Throughline recognises the records in each file and puts the files in the right order.`}
        </EmptyState>
      </DropArea>
    );
  return (
    <DropArea onFiles={add} className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex h-11 items-center justify-between px-edge">
        <h2 className="font-semibold">Order of import</h2>
        <ImportFileButton size="sm" icon={<Plus aria-hidden />} onFiles={add}>
          Add files
        </ImportFileButton>
      </div>
      <ul className="hairline-t hairline-soft">
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      <p className="max-w-[660px] px-edge py-4 text-muted text-sm leading-5">
        Records that other files refer to are imported first. Drop more files anywhere on this page.
      </p>
    </DropArea>
  );
}

interface RowProps {
  name: string;
  note: ReactNode;
  remove: string;
  onRemove: () => void;
  children: ReactNode;
}

function Row({ name, note, remove, onRemove, children }: RowProps) {
  return (
    <li className="flex min-h-14 items-center gap-3 px-edge py-2 hairline-b hairline-soft phone:grid phone:grid-cols-[15px_minmax(0,1fr)_auto] phone:gap-y-2 phone:py-3">
      <FileSpreadsheet aria-hidden className="size-[15px] text-faint" />
      <div className="min-w-0 flex-1 phone:basis-[calc(100%-88px)]">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <div className="text-faint text-sm">{note}</div>
      </div>
      {children}
      <IconButton label={remove} icon={<X aria-hidden />} onClick={onRemove} />
    </li>
  );
}

const wide = "w-44 shrink-0 phone:order-last phone:col-span-2 phone:col-start-2 phone:w-full";

const sameKeyWords = {
  update: "Records with the same key are updated, not created twice.",
  skip: "Rows whose records exist are skipped.",
  create: "Its rows create these records again.",
} as const;

/** A file that is in: what it holds, how it was read, whether it was imported before. */
function FileRow({ file }: { file: ImportFile }) {
  const { href } = useWorkspace();
  const { rows, bytes } = useCounts();
  const { id: importId } = useShownImport().detail;
  const save = useSaveFile(importId, file.id);
  const remove = useRemoveFile(importId);
  return (
    <Row
      name={file.title}
      remove={`Remove ${file.title}`}
      onRemove={() => remove.mutate({ id: importId, fileId: file.id })}
      note={
        <>
          <span>{`${rows(file.rowCount)}, ${bytes(file.sizeBytes)}. `}</span>
          <FileFormat file={file} />
          <OtherSheets file={file} />
          {file.seenBefore ? (
            <span className="mt-0.5 flex items-center gap-1.5 text-warning">
              <TriangleAlert aria-hidden className="size-3.5" />
              <span>
                {"This file was "}
                <Link className="link" href={href(`/settings/imports/${file.seenBefore.importId}`)}>
                  imported before
                </Link>
                {" ("}
                <RelativeTime at={file.seenBefore.at} />
                {`). ${sameKeyWords[file.options.ifExists]} The preview shows the key.`}
              </span>
            </span>
          ) : null}
        </>
      }
    >
      <div className={wide}>
        <ObjectSelect fileName={file.name} entity={file.entity} onChange={(entity) => save({ entity })} />
      </div>
    </Row>
  );
}

/** A workbook is read sheet by sheet: the others come in as files of their own. */
function OtherSheets({ file }: { file: ImportFile }) {
  const { id: importId, files } = useShownImport().detail;
  const { readAs, fileOf, uploads } = useUploads({ importId });
  const { counted } = useCounts();
  const sheets = unreadSheets(file, files);
  const bytes = fileOf(file.id);
  if (sheets.length === 0 || uploads.some(isComing)) return null;
  const names = sheets.map(({ name, hidden }) => (hidden ? `${name} (hidden)` : name));
  const shown = sheets.filter(({ hidden }) => !hidden);
  return (
    <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-1">
      <Info aria-hidden className="size-3.5" />
      <span>{`Other sheets have rows too: ${names.join(", ")}.`}</span>
      {bytes && shown.length > 0 ? (
        <Button size="sm" onClick={() => shown.forEach(({ name: sheet }) => void readAs(bytes, { sheet }, null))}>
          {`Add ${counted(shown.length, { one: "sheet", many: "sheets" })}`}
        </Button>
      ) : (
        <span>Choose the name of the sheet to read or add another one.</span>
      )}
    </span>
  );
}

/** A file on its way, or one that was refused. */
function UploadRow({ upload }: { upload: Upload }) {
  const { bytes } = useCounts();
  const { drop, retry } = useUploads({ place: upload.place });
  const [choosing, setChoosing] = useState(false);
  const { key, file, format, sent, state, refusal } = upload;
  const isRefused = state === "refused";
  const words = {
    waiting: "Waiting for the previous file",
    sending: `${bytes(sent)} of ${bytes(file.size)}`,
    reading: "Reading the file",
    refused: refusal?.replace(`${file.name}: `, "") ?? "",
  }[state];
  return (
    <Row
      name={file.name}
      remove={isRefused ? `Remove ${file.name}` : `Cancel the upload of ${file.name}`}
      onRemove={() => drop(key)}
      note={
        isRefused ? (
          <span role="alert" className="flex items-start gap-1.5 text-danger">
            <CircleAlert aria-hidden className="mt-px size-3.5" />
            {words}
          </span>
        ) : (
          words
        )
      }
    >
      {isRefused ? (
        <span className="flex items-center gap-1 phone:order-last phone:col-start-2 phone:justify-self-start">
          {/\.vcf$/i.test(file.name) ? null : (
            <Button size="sm" variant="ghost" onClick={() => setChoosing(true)}>
              Change file settings
            </Button>
          )}
          <Button size="sm" variant="ghost" icon={<RotateCcw aria-hidden />} onClick={() => retry(key)}>
            Try again
          </Button>
        </span>
      ) : (
        <div className={wide}>
          <Progress label={`Upload of ${file.name}`} value={sent} max={file.size} text={words} />
        </div>
      )}
      {choosing ? (
        <FormatDialog
          name={file.name}
          file={file}
          now={format}
          onClose={() => setChoosing(false)}
          onRead={(_, next) => retry(key, next)}
        />
      ) : null}
    </Row>
  );
}
