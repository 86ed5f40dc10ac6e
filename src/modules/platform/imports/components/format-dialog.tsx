"use client";

import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import { FileButton } from "./drop-zone";
import { delimiters, encodings, firstLines } from "./file-format";

interface Reading {
  name: string;
  /** The file itself, when this page still has it. */
  file: File | null;
  /** How it was read so far. */
  now: ChosenFormat;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRead: (file: File, format: ChosenFormat) => void;
}

/** Where detection went wrong: encoding, separator and header row by hand, with the first lines as they will look. */
export function FormatDialog(reading: Reading) {
  const { name, open, onOpenChange } = reading;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open ? (
        <DialogContent
          size="lg"
          title={`How ${name} is written`}
          description="Change what was not recognised. The file is read again, and decisions about its values stay where the columns stay."
        >
          <Choices {...reading} />
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

const AUTO = "auto";
const NONE = "none";
const asRecognised = { value: AUTO, label: "As recognised" } as const;

/** The row of the header as a choice; null is none, undefined as recognised. */
function headerChoice(row: number | null | undefined): string {
  if (row === null) return NONE;
  return row === undefined ? AUTO : String(row);
}

function headerOf(choice: string): number | null | undefined {
  if (choice === AUTO) return undefined;
  return choice === NONE ? null : Number(choice);
}

function Choices({ name, file: kept, now, onOpenChange, onRead }: Reading) {
  const [file, setFile] = useState(kept);
  const [format, setFormat] = useState(now);
  const lines = useFirstLines(file, format.encoding ?? "utf-8");
  const known = Math.max(lines?.length ?? 0, format.headerRow ?? 1);
  const rows = Array.from({ length: known }, (_, index) => String(index + 1));
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-4 pb-5 phone:px-4">
        <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">
          <Labelled label="Encoding">
            {(id) => (
              <Select
                id={id}
                value={format.encoding ?? AUTO}
                options={[...(now.encoding ? [] : [asRecognised]), ...encodings]}
                onValueChange={(encoding) =>
                  setFormat({ ...format, encoding: encoding === AUTO ? undefined : encoding })
                }
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
                  setFormat({ ...format, delimiter: delimiter === AUTO ? undefined : delimiter })
                }
              />
            )}
          </Labelled>
          <Labelled label="Header row">
            {(id) => (
              <Select
                id={id}
                value={headerChoice(format.headerRow)}
                options={[
                  ...(now.headerRow === undefined ? [asRecognised] : []),
                  ...rows.map((row) => ({ value: row, label: `Row ${row}` })),
                  { value: NONE, label: "No header" },
                ]}
                onValueChange={(row) => setFormat({ ...format, headerRow: headerOf(row) })}
              />
            )}
          </Labelled>
        </div>
        {lines ? <Lines lines={lines} header={format.headerRow ?? null} /> : null}
        {file ? null : (
          <Note tone="info">
            <p>{`The file itself is not kept. Choose ${name} once more to read it in another way.`}</p>
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
        <Button
          variant="primary"
          disabled={file === null}
          onClick={() => {
            if (!file) return;
            onRead(file, format);
            onOpenChange(false);
          }}
        >
          Read again
        </Button>
      </DialogFooter>
    </>
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
