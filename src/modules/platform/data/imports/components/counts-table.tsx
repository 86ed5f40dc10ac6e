"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { nouns, wordsFor } from "@/lib/counted";
import type { FileTotals, ImportDetail, ImportFile } from "../schema";
import { ObjectIcon } from "./object-select";
import { useCounts } from "./use-counts";

/** How far the rows of one file are; null in a preview, where only the counts matter. */
export type FileProgress = { done: number; rows: number } | null;

interface Line {
  key: string;
  entity: string;
  label: string;
  file: ImportFile;
  created: number;
  updated: number;
  unchanged: number;
  /** Rows that mean the record of another row. */
  merged: number;
  /** Rows of the file, counted once, at its main object. */
  skipped: number | null;
  errors: number | null;
  /** A part of other records: the sums leave it out. */
  isPart?: true | undefined;
}

/**
 * One line for each object that a file makes; the file's own object carries its skipped rows and errors. Objects that a
 * preview promised have their line from the start.
 */
function countLines(
  files: readonly ImportFile[],
  totals: readonly FileTotals[],
  promised: readonly FileTotals[],
): Line[] {
  return files.flatMap((file): Line[] => {
    const sums = totals.find((one) => one.fileId === file.id);
    const now = sums?.objects ?? [];
    const ahead = promised.find((one) => one.fileId === file.id)?.objects ?? [];
    const objects = [
      ...ahead.map(
        (one) =>
          now.find(({ entity }) => entity === one.entity) ?? {
            ...one,
            created: 0,
            updated: 0,
            unchanged: 0,
            merged: 0,
          },
      ),
      ...now.filter(({ entity }) => !ahead.some((one) => one.entity === entity)),
    ];
    const main = objects.find((one) => one.entity === file.entity)?.entity ?? objects[0]?.entity;
    return objects.map((one) => ({
      key: `${file.id} ${one.entity}`,
      file,
      ...one,
      skipped: one.entity === main ? (sums?.skipped ?? 0) : null,
      errors: one.entity === main ? (sums?.errors ?? 0) : null,
    }));
  });
}

/** Rows done of each file, from those of the whole import: files are imported one after the other. */
export function progressByFile(detail: ImportDetail): ReadonlyMap<string, FileProgress> {
  const rows = detail.files.reduce((sum, file) => sum + file.rowCount, 0);
  // A run that goes on after a failure counts what was left; what it had written before is done.
  let left =
    detail.status === "running" ? rows - detail.progress.total + detail.progress.done : Number.POSITIVE_INFINITY;
  return new Map(
    detail.files.map((file) => {
      const done = Math.max(0, Math.min(left, file.rowCount));
      left -= file.rowCount;
      return [file.id, { done, rows: file.rowCount }];
    }),
  );
}

/** By which rules rows are recognised, each said once. */
export const rulesOf = (totals: readonly FileTotals[]) => [...new Set(totals.map((one) => one.rule))].join(" ");

const columns = (progress: boolean) =>
  cn(
    "grid items-center gap-x-4 px-edge phone:flex phone:gap-3",
    progress
      ? "grid-cols-[minmax(0,1fr)_72px_72px_84px_72px_72px_64px_minmax(120px,220px)]"
      : "grid-cols-[minmax(0,1fr)_84px_84px_92px_84px_84px_84px]",
  );

/** Created, updated, unchanged, merged, skipped and errors of each object, with their sums. */
export function CountsTable({
  files,
  totals,
  promised = [],
  progress,
}: {
  files: readonly ImportFile[];
  totals: readonly FileTotals[];
  /** The preview's counts, while the run has not begun all files yet. */
  promised?: readonly FileTotals[] | undefined;
  progress?: ReadonlyMap<string, FileProgress> | undefined;
}) {
  const { count } = useCounts();
  const lines = countLines(files, totals, promised);
  const records = lines.filter(({ isPart }) => !isPart);
  const sum = (of: (line: Line) => number | null) => records.reduce((total, line) => total + (of(line) ?? 0), 0);
  const grid = columns(progress !== undefined);
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[640px] phone:min-w-0">
        <div aria-hidden className={`${grid} h-thead text-faint text-sm hairline-b phone:hidden`}>
          <span>Object</span>
          {["Created", "Updated", "Unchanged", "Merged", "Skipped", "Errors"].map((head) => (
            <span key={head} className="text-right">
              {head}
            </span>
          ))}
          {progress ? <span className="pl-4">Progress</span> : null}
        </div>
        <ul>
          {lines.map((line) => (
            <li key={line.key} className={`${grid} min-h-11 py-1 hairline-b hairline-soft phone:min-h-14`}>
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
              <Figure label="created" value={line.created} />
              <Figure label="updated" value={line.updated} />
              <Figure label="unchanged" value={line.unchanged} />
              <Figure label="merged with another row" value={line.merged} />
              <Figure label="skipped" value={line.skipped} />
              <Figure label="errors" value={line.errors} danger />
              {progress ? <State line={line} progress={progress.get(line.file.id) ?? null} /> : null}
            </li>
          ))}
        </ul>
        <div className={`${grid} h-10 font-semibold hairline-b phone:hidden`}>
          <span>Together</span>
          <Figure label="created" value={sum((line) => line.created)} strong />
          <Figure label="updated" value={sum((line) => line.updated)} strong />
          <Figure label="unchanged" value={sum((line) => line.unchanged)} strong />
          <Figure label="merged with another row" value={sum((line) => line.merged)} strong />
          <Figure label="skipped" value={sum((line) => line.skipped)} strong />
          <Figure label="errors" value={sum((line) => line.errors)} strong danger />
          {progress ? <span /> : null}
        </div>
      </div>
    </div>
  );
}

function inWords(line: Line, count: (value: number) => string): string {
  const parts = [
    [line.created, "created"],
    [line.updated, "updated"],
    [line.unchanged, "unchanged"],
    [line.merged, "merged with another row"],
    [line.skipped ?? 0, "skipped"],
    [line.errors ?? 0, wordsFor(line.errors ?? 0, nouns.error)],
  ] as const;
  const said = parts.filter(([value]) => value > 0).map(([value, word]) => `${count(value)} ${word}`);
  return said.length > 0 ? said.join(", ") : "Nothing yet";
}

function Figure({
  label,
  value,
  strong,
  danger,
}: {
  label: string;
  value: number | null;
  strong?: boolean;
  danger?: boolean;
}): ReactNode {
  const { count } = useCounts();
  if (value === null) return <span className="phone:hidden" />;
  const usual = value === 0 && !strong ? "text-faint" : "";
  const tone = danger && value > 0 ? "text-danger" : usual;
  return (
    <span className={`text-right phone:hidden ${tone}`}>
      {count(value)}
      <span className="sr-only">{` ${label}`}</span>
    </span>
  );
}

function State({ line, progress }: { line: Line; progress: FileProgress }) {
  const { count } = useCounts();
  if (!progress || progress.done >= progress.rows)
    return (
      <span className="flex items-center gap-1.5 pl-4 text-positive phone:pl-0">
        <Check aria-hidden className="size-3.5" />
        <span className="phone:sr-only">Done</span>
      </span>
    );
  if (progress.done === 0) return <span className="pl-4 text-faint phone:pl-0">Waiting</span>;
  const text = `${count(progress.done)} of ${count(progress.rows)}`;
  return (
    <span className="flex items-center gap-3 pl-4 phone:pl-0">
      <Progress
        className="min-w-8 flex-1 phone:hidden"
        label={`Rows of ${line.label}`}
        value={progress.done}
        max={progress.rows}
        text={text}
      />
      <span className="whitespace-nowrap phone:hidden">{text}</span>
      <span className="text-accent-text desk:hidden">{`${Math.floor((progress.done / progress.rows) * 100)}%`}</span>
    </span>
  );
}
