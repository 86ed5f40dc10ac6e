"use client";

import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import type { ImportFile } from "../schema";
import { FileButton } from "./drop-zone";
import { delimiters, encodings, firstLines } from "./file-format";

interface Reading {
  name: string;
  /** The file itself, when this page still has it. */
  file: File | null;
  /** How it was read so far. */
  now: ChosenFormat;
  /** The result of reading it; nothing when it could not be read. */
  found: Pick<ImportFile, "columns" | "sheets">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRead: (file: File, format: ChosenFormat) => void;
  /** Takes another sheet in as one more file. */
  onAdd?: ((file: File, format: ChosenFormat) => void) | undefined;
}

/** Where detection went wrong: sheet, encoding, separator and header row by hand, with the first lines of a text. */
export function FormatDialog(reading: Reading) {
  const { name, open, onOpenChange } = reading;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open ? (
        <DialogContent
          size="lg"
          title={`File settings of ${name}`}
          description="Change settings that were not detected correctly. The file is read again. Your decisions are kept if its columns stay the same."
        >
          <Choices {...reading} />
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

const AUTO = "auto";
const NONE = "none";
const asRecognised = { value: AUTO, label: "As detected" } as const;
/** Rows of a workbook that can be its header. */
const maxHeaderRow = 20;

/** The row of the header as a choice; null is none, undefined as recognised. */
function headerChoice(row: number | null | undefined): string {
  if (row === null) return NONE;
  return row === undefined ? AUTO : String(row);
}

function headerOf(choice: string): number | null | undefined {
  if (choice === AUTO) return undefined;
  return choice === NONE ? null : Number(choice);
}

function Choices(reading: Reading) {
  const { name, file: kept, now, found, onOpenChange, onRead, onAdd } = reading;
  const [file, setFile] = useState(kept);
  const [format, setFormat] = useState(now);
  const isWorkbook = /\.xlsx$/i.test(name) || found.sheets.length > 0;
  const lines = useFirstLines(isWorkbook ? null : file, format.encoding ?? "utf-8");
  const sameSheet = format.sheet === now.sheet;
  const send = (act: Reading["onRead"]) => {
    if (!file) return;
    act(file, format);
    onOpenChange(false);
  };
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-4 pb-5 phone:px-4">
        <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">
          {isWorkbook ? (
            <SheetChoice reading={reading} format={format} onChange={setFormat} />
          ) : (
            <TextChoices now={now} format={format} onChange={setFormat} />
          )}
          <HeaderChoice
            now={now}
            format={format}
            rows={isWorkbook ? maxHeaderRow : (lines?.length ?? 0)}
            onChange={setFormat}
          />
        </div>
        {sameSheet ? (
          <FillDown
            columns={found.columns}
            chosen={format.fillDown ?? []}
            onChange={(fillDown) => setFormat({ ...format, fillDown })}
          />
        ) : null}
        {lines ? <Lines lines={lines} header={format.headerRow ?? null} /> : null}
        {file ? null : (
          <Note tone="info">
            <p>{`Throughline does not store the file itself. Choose ${name} again to read it with other settings.`}</p>
            <FileButton size="sm" className="mt-2" onFiles={([first]) => setFile(first ?? null)}>
              Choose the file
            </FileButton>
          </Note>
        )}
      </div>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        {onAdd && !sameSheet ? (
          <Button disabled={file === null} onClick={() => send(onAdd)}>
            Add as another file
          </Button>
        ) : null}
        <Button variant="primary" disabled={file === null} onClick={() => send(onRead)}>
          Read again
        </Button>
      </DialogFooter>
    </>
  );
}

interface Choosing {
  now: ChosenFormat;
  format: ChosenFormat;
  onChange: (format: ChosenFormat) => void;
}

function TextChoices({ now, format, onChange }: Choosing) {
  return (
    <>
      <Labelled label="Encoding">
        {(id) => (
          <Select
            id={id}
            value={format.encoding ?? AUTO}
            options={[...(now.encoding ? [] : [asRecognised]), ...encodings]}
            onValueChange={(encoding) => onChange({ ...format, encoding: encoding === AUTO ? undefined : encoding })}
          />
        )}
      </Labelled>
      <Labelled label="Separator">
        {(id) => (
          <Select
            id={id}
            value={format.delimiter ?? AUTO}
            options={[...(now.delimiter ? [] : [asRecognised]), ...delimiters]}
            onValueChange={(delimiter) =>
              onChange({ ...format, delimiter: delimiter === AUTO ? undefined : delimiter })
            }
          />
        )}
      </Labelled>
    </>
  );
}

/** The sheets with rows. Another one has other columns: its header is looked for anew. */
function SheetChoice({ reading: { found, now }, format, onChange }: Omit<Choosing, "now"> & { reading: Reading }) {
  if (found.sheets.length < 2) return null;
  return (
    <Labelled label="Sheet">
      {(id) => (
        <Select
          id={id}
          value={format.sheet ?? null}
          options={found.sheets.map(({ name, hidden }) => ({
            value: name,
            label: name,
            ...(hidden ? { note: "hidden" } : {}),
          }))}
          onValueChange={(sheet) => onChange(sheet === now.sheet ? now : { sheet })}
        />
      )}
    </Labelled>
  );
}

function HeaderChoice({ now, format, rows, onChange }: Choosing & { rows: number }) {
  const numbers = Array.from({ length: Math.max(rows, format.headerRow ?? 1) }, (_, index) => String(index + 1));
  return (
    <Labelled label="Header row">
      {(id) => (
        <Select
          id={id}
          value={headerChoice(format.headerRow)}
          options={[
            ...(now.headerRow === undefined || format.headerRow === undefined ? [asRecognised] : []),
            ...numbers.map((row) => ({ value: row, label: `Row ${row}` })),
            { value: NONE, label: "No header" },
          ]}
          onValueChange={(row) => onChange({ ...format, headerRow: headerOf(row) })}
        />
      )}
    </Labelled>
  );
}

/** Columns of which only the first row of a group is filled. */
function FillDown({
  columns,
  chosen,
  onChange,
}: {
  columns: readonly string[];
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}) {
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

/** The first lines, as soon as they are read. */
function useFirstLines(file: File | null, encoding: NonNullable<ChosenFormat["encoding"]>): string[] | null {
  const [lines, setLines] = useState<string[] | null>(null);
  // The file lies on this device; the browser reads it.
  useEffect(() => {
    let wanted = true;
    if (file)
      firstLines(file, encoding).then(
        (read) => wanted && setLines(read),
        () => wanted && setLines(null),
      );
    return () => {
      wanted = false;
    };
  }, [file, encoding]);
  return lines;
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

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-[5px]">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
