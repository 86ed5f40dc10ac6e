"use client";

import { Check } from "lucide-react";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { nouns, wordsFor } from "@/lib/counted";
import type { FileTotals, ImportDetail, ImportFile } from "../schema";
import { ObjectIcon } from "./object-select";
import { useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

const figures = [
  { of: "created", head: "Created", words: "created" },
  { of: "updated", head: "Updated", words: "updated" },
  { of: "unchanged", head: "Unchanged", words: "unchanged" },
  { of: "merged", head: "Merged", words: "merged with another row" },
  { of: "skipped", head: "Skipped", words: "skipped" },
  { of: "errors", head: "Errors", words: "errors" },
] as const;
type Count = (typeof figures)[number]["of"];

/** The counts of one object; null for those of a whole file, which stand at its main object. */
interface Line extends Readonly<Record<Count, number | null>> {
  entity: string;
  label: string;
  file: ImportFile;
  /** A part of other records: the sums leave it out. */
  isPart?: true | undefined;
}

const noCounts = { created: 0, updated: 0, unchanged: 0, merged: 0 };

/** One line for each object that a file makes. Objects that a preview promised have their line from the start. */
function linesOf(file: ImportFile, sums: FileTotals | undefined, promised: FileTotals["objects"]): Line[] {
  const now = sums?.objects ?? [];
  const objects = [
    ...promised.map((one) => now.find(({ entity }) => entity === one.entity) ?? { ...one, ...noCounts }),
    ...now.filter(({ entity }) => !promised.some((one) => one.entity === entity)),
  ];
  const main = objects.find((one) => one.entity === file.entity) ?? objects[0];
  return objects.map((one) => ({
    file,
    ...one,
    skipped: one === main ? (sums?.skipped ?? 0) : null,
    errors: one === main ? (sums?.errors ?? 0) : null,
  }));
}

/** Rows done of each file, from those of the whole import: files are imported one after the other. */
function rowsDone(detail: ImportDetail): ReadonlyMap<string, number> {
  const rows = detail.files.reduce((sum, file) => sum + file.rowCount, 0);
  // A run that goes on after a failure counts what was left; what it had written before is done.
  let left =
    detail.status === "running" ? rows - detail.progress.total + detail.progress.done : Number.POSITIVE_INFINITY;
  return new Map(
    detail.files.map((file) => {
      const done = Math.max(0, Math.min(left, file.rowCount));
      left -= file.rowCount;
      return [file.id, done];
    }),
  );
}

interface Counts {
  totals: readonly FileTotals[];
  /** A run: with how far each file is, and the objects of the preview before their files have begun. */
  followed?: boolean;
}

/** Created, updated, unchanged, merged, skipped and errors of each object, with their sums. */
export function CountsTable({ totals, followed = false }: Counts) {
  const { detail } = useShownImport();
  const { count } = useCounts();
  const lines = detail.files.flatMap((file) => {
    const ofFile = (all: readonly FileTotals[]) => all.find(({ fileId }) => fileId === file.id);
    return linesOf(file, ofFile(totals), (followed && ofFile(detail.preview ?? [])?.objects) || []);
  });
  const records = lines.filter(({ isPart }) => !isPart);
  const done = followed ? rowsDone(detail) : null;
  const grid = cn(
    "grid items-center gap-x-4 px-edge phone:flex phone:gap-3",
    followed
      ? "grid-cols-[minmax(0,1fr)_72px_72px_84px_72px_72px_64px_minmax(120px,220px)]"
      : "grid-cols-[minmax(0,1fr)_84px_84px_92px_84px_84px_84px]",
  );
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[640px] phone:min-w-0">
        <div aria-hidden className={`${grid} h-thead text-faint text-sm hairline-b phone:hidden`}>
          <span>Object</span>
          {figures.map(({ head }) => (
            <span key={head} className="text-right">
              {head}
            </span>
          ))}
          {followed ? <span className="pl-4">Progress</span> : null}
        </div>
        <ul>
          {lines.map((line) => (
            <li
              key={`${line.file.id} ${line.entity}`}
              className={`${grid} min-h-11 py-1 hairline-b hairline-soft phone:min-h-14`}
            >
              <span className="flex min-w-0 items-center gap-2.5 phone:flex-1">
                <ObjectIcon entity={line.entity} />
                <span className="flex min-w-0 items-baseline gap-2.5 phone:block">
                  <span className="whitespace-nowrap font-medium">{line.label}</span>
                  <span className="truncate text-faint text-sm phone:hidden">{line.file.name}</span>
                  <span className="block text-[13px] text-muted leading-[18px] desk:hidden">
                    {inWords(line, count)}
                  </span>
                </span>
              </span>
              {figures.map(({ of, words }) => (
                <Figure key={of} words={words} value={line[of]} />
              ))}
              {done ? <FileProgress line={line} done={done.get(line.file.id) ?? 0} /> : null}
            </li>
          ))}
        </ul>
        <div className={`${grid} h-10 font-semibold hairline-b phone:hidden`}>
          <span>Together</span>
          {figures.map(({ of, words }) => (
            <Figure key={of} words={words} value={records.reduce((sum, line) => sum + (line[of] ?? 0), 0)} isSum />
          ))}
          {followed ? <span /> : null}
        </div>
      </div>
    </div>
  );
}

function inWords(line: Line, count: (value: number) => string): string {
  const parts = figures.flatMap(({ of, words }) => {
    const value = line[of] ?? 0;
    return value > 0 ? `${count(value)} ${of === "errors" ? wordsFor(value, nouns.error) : words}` : [];
  });
  return parts.length > 0 ? parts.join(", ") : "Nothing yet";
}

function Figure({ words, value, isSum = false }: { words: string; value: number | null; isSum?: boolean }) {
  const { count } = useCounts();
  if (value === null) return <span className="phone:hidden" />;
  const usual = value === 0 && !isSum ? "text-faint" : "";
  const tone = words === "errors" && value > 0 ? "text-danger" : usual;
  return (
    <span className={`text-right phone:hidden ${tone}`}>
      {count(value)}
      <span className="sr-only">{` ${words}`}</span>
    </span>
  );
}

function FileProgress({ line: { label, file }, done }: { line: Line; done: number }) {
  const { count } = useCounts();
  const rows = file.rowCount;
  if (done >= rows)
    return (
      <span className="flex items-center gap-1.5 pl-4 text-positive phone:pl-0">
        <Check aria-hidden className="size-3.5" />
        <span className="phone:sr-only">Done</span>
      </span>
    );
  if (done === 0) return <span className="pl-4 text-faint phone:pl-0">Waiting</span>;
  const text = `${count(done)} of ${count(rows)}`;
  return (
    <span className="flex items-center gap-3 pl-4 phone:pl-0">
      <Progress
        className="min-w-8 flex-1 phone:hidden"
        label={`Rows of ${label}`}
        value={done}
        max={rows}
        text={text}
      />
      <span className="whitespace-nowrap phone:hidden">{text}</span>
      <span className="text-accent-text desk:hidden">{`${Math.floor((done / rows) * 100)}%`}</span>
    </span>
  );
}
