"use client";

import { type ReactNode, useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import { type ProblemRow, type ProblemShow, useFixRow, useProblems } from "../client";
import type { ImportFile } from "../schema";
import { CellRow, CellTable } from "./cell-table";
import { PagedRows, PartHead } from "./paged-rows";
import { useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

type Shown = Exclude<ProblemShow, "merged">;
const shows: readonly { value: Shown; label: string; none: string }[] = [
  { value: "error", label: "To fix", none: "No row of this file has a problem." },
  { value: "mended", label: "Corrected", none: "No row of this file was corrected by hand." },
  { value: "skipped", label: "Skipped", none: "No row of this file was skipped by hand." },
];

interface Problems {
  file: ImportFile;
  editable: boolean;
  /** How many rows have a problem, and how many were skipped. */
  errors: number;
  skipped?: number;
  /** Beside the counts. */
  children?: ReactNode;
}

/** The rows of a file that cannot be imported as they are, to be corrected or skipped here. */
export function ProblemTable({ file, editable, errors, skipped = 0, children }: Problems) {
  const { rows: inRows } = useCounts();
  const [show, setShow] = useState<Shown>("error");
  const query = useProblems(useShownImport().detail.id, file.id, show);
  const none = shows.find(({ value }) => value === show)?.none ?? "";
  return (
    <div>
      <PartHead title={file.title}>
        {errors > 0 ? (
          <span className="text-danger">{`${inRows(errors)} with a problem`}</span>
        ) : (
          <span className="text-faint">{`${inRows(skipped)} skipped`}</span>
        )}
        {children}
        {editable ? (
          <span className="ml-auto">
            <Segmented aria-label={`Rows of ${file.title}`} options={shows} value={show} onValueChange={setShow} />
          </span>
        ) : null}
      </PartHead>
      <PagedRows
        query={query}
        words={{ loading: "Rows are loading", failed: "The rows could not be loaded", none, more: "Show more rows" }}
      >
        {(rows) => (
          <CellTable>
            {rows.map((row) => (
              <RowOf key={row.line} file={file} row={row} editable={editable} />
            ))}
          </CellTable>
        )}
      </PagedRows>
    </div>
  );
}

interface RowProps extends Pick<Problems, "file" | "editable"> {
  row: ProblemRow;
}

/** A row with its problems, one line each; an edited row without one shows its edited cells. */
function RowOf({ file, row, editable }: RowProps) {
  const { id } = useShownImport().detail;
  const { count } = useCounts();
  const fix = useFixRow(id);
  const edits = row.problems.length === 0 ? Object.keys(row.edits).map(Number) : [];
  const cells: { column: number | null; reason: string; suggestion: string | null }[] = [
    ...row.problems,
    ...edits.map((column) => ({ column, reason: "", suggestion: null })),
  ];
  if (cells.length === 0) cells.push({ column: null, reason: "", suggestion: null });
  const target = { id, fileId: file.id, line: row.line };
  return cells.map(({ column, reason, suggestion }) => {
    const edit = (text: string | null) => (column === null ? {} : { cells: [{ column, text }] });
    return (
      <CellRow
        key={`${column} ${reason}`}
        row={count(row.line)}
        header={column === null ? null : (file.columns[column] ?? "")}
        value={column === null ? row.cells.filter((cell) => cell !== "").join(", ") : (row.cells[column] ?? "")}
        edited={column === null ? null : (row.edits[column] ?? null)}
        skipped={row.skipped}
        reason={reason}
        suggestion={suggestion}
        editable={editable}
        onEdit={(text) => column !== null && fix.mutate({ ...target, ...edit(text) })}
        onSkip={() => fix.mutate({ ...target, skip: true })}
        onUndo={() => fix.mutate({ ...target, skip: false, ...(row.skipped ? {} : edit(null)) })}
      />
    );
  });
}
