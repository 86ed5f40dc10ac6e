"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FieldFrame } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import type { ImportFile } from "../schema";
import { delimiters, encodings, firstLines, formatOf, formatText, isVcards } from "./file-format";
import { ImportFileButton } from "./import-file-button";
import { useShownImport } from "./shown-import";
import { useUploads } from "./upload-queue";

/** Says how a file was read, and opens the way to say it otherwise, where there is one. */
export const FileFormat = ({ file }: { file: ImportFile }) =>
  isVcards(file) ? <span>{formatText(file)}</span> : <FormatButton file={file} />;

function FormatButton({ file }: { file: ImportFile }) {
  const { id: importId } = useShownImport().detail;
  const { readAs, fileOf } = useUploads({ importId });
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="rounded-sm text-left underline decoration-border-strong underline-offset-2 hover:text-text"
        aria-label={`${formatText(file)}: change how ${file.name} is read`}
        onClick={() => setOpen(true)}
      >
        {formatText(file)}
      </button>
      {open ? (
        <FormatDialog
          name={file.name}
          file={fileOf(file.id)}
          now={formatOf(file)}
          found={file}
          onClose={() => setOpen(false)}
          onRead={(chosen, format) => readAs(chosen, format, file.id)}
          onAdd={(chosen, format) => readAs(chosen, format, null)}
        />
      ) : null}
    </>
  );
}

interface Format {
  name: string;
  /** The file itself, when this page still has it. */
  file: File | null;
  /** How it was read so far. */
  now: ChosenFormat;
  /** The result of reading it; nothing when it could not be read. */
  found?: Pick<ImportFile, "columns" | "sheets">;
  onClose: () => void;
  onRead: (file: File, format: ChosenFormat) => void;
  /** Takes another sheet in as one more file. */
  onAdd?: (file: File, format: ChosenFormat) => void;
}

const nothing = { columns: [], sheets: [] };
/** Rows of a workbook that can be its header. */
const maxHeaderRow = 20;

/** Where detection went wrong: sheet, encoding, separator and header row by hand, with the first lines of a text. */
export function FormatDialog({ name, file: known, now, found = nothing, onClose, onRead, onAdd }: Format) {
  const [file, setFile] = useState(known);
  const [format, setFormat] = useState(now);
  const isWorkbook = /\.xlsx$/i.test(name) || found.sheets.length > 0;
  const lines = useFirstLines(isWorkbook ? null : file, format.encoding ?? "utf-8");
  const headerRows = isWorkbook ? maxHeaderRow : (lines?.length ?? 0);
  const isOtherSheet = format.sheet !== now.sheet;
  const send = (act: Format["onRead"]) => {
    if (!file) return;
    act(file, format);
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        size="lg"
        title={`File settings of ${name}`}
        description="Change settings that were not detected correctly. The file is read again. Your decisions are kept if its columns stay the same."
      >
        <DialogBody className="flex flex-col gap-4 pt-4 pb-5">
          <FormatSelects {...{ now, format, headerRows, isWorkbook }} sheets={found.sheets} onChange={setFormat} />
          {isOtherSheet ? null : (
            <FillDown
              columns={found.columns}
              chosen={format.fillDown ?? []}
              onChange={(fillDown) => setFormat({ ...format, fillDown })}
            />
          )}
          {lines ? <Lines lines={lines} header={format.headerRow ?? null} /> : null}
          {file ? null : (
            <Note tone="info">
              <p>{`Throughline does not store the file itself. Choose ${name} again to read it with other settings.`}</p>
              <ImportFileButton size="sm" className="mt-2" onFiles={([first]) => setFile(first ?? null)}>
                Choose the file
              </ImportFileButton>
            </Note>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          {onAdd && isOtherSheet ? (
            <Button disabled={file === null} onClick={() => send(onAdd)}>
              Add as another file
            </Button>
          ) : null}
          <Button variant="primary" disabled={file === null} onClick={() => send(onRead)}>
            Read again
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

interface Choosing {
  now: ChosenFormat;
  format: ChosenFormat;
  onChange: (format: ChosenFormat) => void;
}

interface FormatSelectsProps extends Choosing {
  sheets: ImportFile["sheets"];
  /** How many rows can be the header. */
  headerRows: number;
  isWorkbook: boolean;
}

function FormatSelects({ sheets, headerRows, isWorkbook, ...choosing }: FormatSelectsProps) {
  const { now, format, onChange } = choosing;
  const inSheets = sheets.map(({ name, hidden }) => ({
    value: name,
    label: name,
    note: hidden ? "hidden" : undefined,
  }));
  const rows = Array.from({ length: Math.max(headerRows, format.headerRow ?? 1) }, (_, row) => row + 1);
  return (
    <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">
      {isWorkbook ? null : <FormatSelect {...choosing} label="Encoding" of="encoding" options={encodings} />}
      {isWorkbook ? null : <FormatSelect {...choosing} label="Separator" of="delimiter" options={delimiters} />}
      {sheets.length > 1 ? (
        <FormatSelect
          {...choosing}
          label="Sheet"
          of="sheet"
          options={inSheets}
          // Another one has other columns: its header is looked for anew.
          onChange={({ sheet }) => onChange(sheet === now.sheet ? now : { sheet })}
        />
      ) : null}
      <FormatSelect
        {...choosing}
        label="Header row"
        of="headerRow"
        options={[...rows.map((row) => ({ value: row, label: `Row ${row}` })), { value: null, label: "No header" }]}
      />
    </div>
  );
}

interface FormatSelectProps<K extends keyof ChosenFormat> extends Choosing {
  label: string;
  of: K;
  options: readonly { value: ChosenFormat[K]; label: string; note?: string | undefined }[];
}

/** One of some values of any type; of one that nobody chose, first what was detected. */
function FormatSelect<K extends keyof ChosenFormat>({ label, of, options, ...choosing }: FormatSelectProps<K>) {
  const { now, format, onChange } = choosing;
  const id = useId();
  const isDetected = now[of] === undefined || format[of] === undefined;
  const all = isDetected ? [{ value: undefined, label: "As detected" }, ...options] : options;
  const chosen = all.findIndex((option) => option.value === format[of]);
  return (
    <FieldFrame id={id} label={label}>
      <Select
        id={id}
        value={chosen < 0 ? null : String(chosen)}
        options={all.map((option, place) => ({ ...option, value: String(place) }))}
        onValueChange={(place) => onChange({ ...format, [of]: all[Number(place)]?.value })}
      />
    </FieldFrame>
  );
}

interface FillDownProps {
  columns: readonly string[];
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}

/** Columns of which only the first row of a group is filled. */
function FillDown({ columns, chosen, onChange }: FillDownProps) {
  const id = useId();
  if (columns.length === 0) return null;
  return (
    <fieldset>
      <legend className="font-medium">Fill empty cells from the row above</legend>
      <p className="mt-0.5 text-muted">For tables that show the name of a group only in its first row.</p>
      <ul className="mt-2 grid max-h-40 grid-cols-3 gap-x-3 gap-y-1.5 overflow-y-auto py-1 pl-1 phone:grid-cols-1">
        {columns.map((name, column) => (
          <li key={name} className="flex min-w-0 items-center gap-2">
            <Checkbox
              id={`${id}-${column}`}
              checked={chosen.includes(column)}
              onCheckedChange={(checked) =>
                onChange(checked === true ? [...chosen, column] : chosen.filter((one) => one !== column))
              }
            />
            <label htmlFor={`${id}-${column}`} className="truncate" title={name}>
              {name}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** The first lines, as soon as the browser has read them: the file lies on this device. */
function useFirstLines(file: File | null, encoding: NonNullable<ChosenFormat["encoding"]>): string[] | undefined {
  const read = useQuery({
    queryKey: ["first lines", file?.name, file?.size, file?.lastModified, encoding],
    queryFn: file ? () => firstLines(file, encoding) : skipToken,
    placeholderData: keepPreviousData,
    networkMode: "always",
    retry: false,
  });
  return file ? read.data : undefined;
}

function Lines({ lines, header }: { lines: readonly string[]; header: number | null }) {
  return (
    <section aria-label="First rows of the file" className="overflow-x-auto rounded-md bg-surface-sunken py-2">
      <ol className="w-max min-w-full">
        {lines
          .map((line, index) => ({ row: index + 1, line }))
          .map(({ row, line }) => (
            <li key={row} className="flex gap-3 px-3">
              <span className="w-5 shrink-0 text-right text-faint text-sm leading-5">{row}</span>
              <span
                className={cn(
                  "mono whitespace-pre leading-5",
                  row === header && "font-semibold",
                  header !== null && row < header && "text-faint",
                )}
              >
                {line === "" ? " " : line.slice(0, 300)}
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}
