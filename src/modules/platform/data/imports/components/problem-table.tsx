"use client";

import { type ReactNode, useState } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { Segmented } from "@/components/ui/segmented";
import { type ProblemRow, type ProblemShow, useFixRow, useProblems } from "../client";
import type { ImportFile } from "../schema";
import { CellRow, CellTable } from "./cell-table";
import { RowsSkeleton } from "./rows-skeleton";
import { useCounts } from "./use-counts";

type Shown = Exclude<ProblemShow, "merged">;
const shows: { value: Shown; label: string }[] = [
  { value: "error", label: "To fix" },
  { value: "mended", label: "Corrected" },
  { value: "skipped", label: "Skipped" },
];
const nothing: Readonly<Record<Shown, string>> = {
  error: "No row of this file has a problem.",
  mended: "No row of this file was corrected by hand.",
  skipped: "No row of this file was skipped by hand.",
};

/** The rows of a file that cannot be imported as they are, to be corrected or skipped here. */
export function ProblemTable({
  importId,
  file,
  editable,
  head,
}: {
  importId: string;
  file: ImportFile;
  editable: boolean;
  /** The content beside the choice of rows. */
  head: ReactNode;
}) {
  const [show, setShow] = useState<Shown>("error");
  const query = useProblems(importId, file.id, show);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div>
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-edge py-1.5 hairline-b hairline-soft">
        {head}
        {editable ? (
          <span className="ml-auto">
            <Segmented aria-label={`Rows of ${file.title}`} options={shows} value={show} onValueChange={setShow} />
          </span>
        ) : null}
      </div>
      {query.isPending ? <RowsSkeleton label="Rows are loading" /> : null}
      {query.isError && rows.length === 0 ? (
        <QueryFailed title="The rows could not be loaded" query={query} className="min-h-60 pt-24" />
      ) : null}
      {query.isSuccess && rows.length === 0 ? <p className="px-edge py-3.5 text-muted">{nothing[show]}</p> : null}
      {rows.length > 0 ? (
        <CellTable>
          {rows.map((row) => (
            <RowOf key={row.line} importId={importId} file={file} row={row} editable={editable} />
          ))}
        </CellTable>
      ) : null}
      <ShowMore query={query}>Show more rows</ShowMore>
    </div>
  );
}

interface RowProps {
  importId: string;
  file: ImportFile;
  row: ProblemRow;
  editable: boolean;
}

/** A row with its problems, one line each; a corrected row without one shows its corrected cells. */
function RowOf({ importId, file, row, editable }: RowProps) {
  const { count } = useCounts();
  const fix = useFixRow(importId);
  const mendedOnly = row.problems.length === 0 ? Object.keys(row.edits).map(Number) : [];
  const cells: { column: number | null; reason: string; suggestion: string | null; key: string }[] = [
    ...row.problems.map((problem) => ({ ...problem, key: `${problem.column} ${problem.reason}` })),
    ...mendedOnly.map((column) => ({ column, reason: "", suggestion: null, key: String(column) })),
  ];
  if (cells.length === 0) cells.push({ column: null, reason: "", suggestion: null, key: "row" });
  const target = { id: importId, fileId: file.id, line: row.line };
  return cells.map(({ column, reason, suggestion, key }) => (
    <CellRow
      key={key}
      row={count(row.line)}
      header={column === null ? null : (file.columns[column] ?? "")}
      value={column === null ? row.cells.filter((cell) => cell !== "").join(", ") : (row.cells[column] ?? "")}
      mended={column === null ? null : (row.edits[column] ?? null)}
      leftOut={row.skipped}
      reason={reason}
      suggestion={suggestion}
      editable={editable}
      onMend={(text) => column !== null && fix.mutate({ ...target, cells: [{ column, text }] })}
      onSkip={() => fix.mutate({ ...target, skip: true })}
      onUndo={() =>
        fix.mutate({
          ...target,
          skip: false,
          ...(column === null || row.skipped ? {} : { cells: [{ column, text: null }] }),
        })
      }
    />
  ));
}
