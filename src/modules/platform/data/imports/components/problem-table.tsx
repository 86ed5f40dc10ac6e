"use client";

import { Download, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { type ProblemRow, type ProblemShow, useFixRow, useProblems } from "../client";
import type { FileTotals, ImportFile } from "../schema";
import { CellRow, CellTable } from "./cell-table";
import { analysisOf, hardGroups } from "./decisions";
import { PagedRows, PartHead } from "./paged-rows";
import { useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

interface Problems {
  totals: readonly FileTotals[];
  /** Before the run they can be corrected or skipped; afterwards they are in a file to download. */
  editable: boolean;
}

/** The rows of each file that cannot be imported as they are. */
export function FileProblems({ totals, editable }: Problems) {
  return useShownImport().detail.files.map((file) => {
    const { errors = 0, skipped = 0 } = totals.find((one) => one.fileId === file.id) ?? {};
    if (errors + (editable ? skipped : 0) === 0) return null;
    return (
      <section key={file.id} aria-label={`${editable ? "Problems" : "Errors"} in ${file.title}`}>
        {editable ? <OpenValues file={file} /> : null}
        <ProblemTable file={file} editable={editable} errors={errors} skipped={skipped} />
      </section>
    );
  });
}

/** Values without a decision that stop many rows: one decision each is enough. */
function OpenValues({ file }: { file: ImportFile }) {
  const { analysis, go } = useShownImport();
  const { rows } = useCounts();
  const open = hardGroups(analysisOf(analysis.data, file.id)).filter(({ rows }) => rows > 1);
  if (open.length === 0) return null;
  return (
    <ul className="hairline-t hairline-soft">
      {open.slice(0, 10).map((group) => (
        <li
          key={`${group.field} ${group.within} ${group.text}`}
          className="flex min-h-10 flex-wrap items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft"
        >
          <TriangleAlert aria-hidden className="size-3.5 text-warning" />
          <span>{group.reason}</span>
          <span className="font-medium">{rows(group.rows)}</span>
          <Button size="sm" className="ml-auto" onClick={() => go({ step: "fix", file: file.id })}>
            Decide for all rows
          </Button>
        </li>
      ))}
    </ul>
  );
}

type Shown = Exclude<ProblemShow, "merged">;
const shows: readonly { value: Shown; label: string; none: string }[] = [
  { value: "error", label: "To fix", none: "No rows of this file have a problem." },
  { value: "mended", label: "Corrected", none: "No rows of this file were corrected by hand." },
  { value: "skipped", label: "Skipped", none: "No rows of this file were skipped by hand." },
];

interface ProblemTableProps extends Pick<Problems, "editable"> {
  file: ImportFile;
  errors: number;
  skipped: number;
}

function ProblemTable({ file, editable, errors, skipped }: ProblemTableProps) {
  const { slug } = useWorkspace();
  const { id } = useShownImport().detail;
  const { rows: inRows } = useCounts();
  const [show, setShow] = useState<Shown>("error");
  const query = useProblems(id, file.id, show);
  const none = shows.find(({ value }) => value === show)?.none ?? "";
  return (
    <>
      <PartHead title={file.title}>
        {errors > 0 ? (
          <span className="text-danger">{`${inRows(errors)} with a problem`}</span>
        ) : (
          <span className="text-faint">{`${inRows(skipped)} skipped`}</span>
        )}
        <span className="ml-auto">
          {editable ? (
            <Segmented aria-label={`Rows of ${file.title}`} options={shows} value={show} onValueChange={setShow} />
          ) : (
            <Button asChild size="sm">
              <a href={`/api/imports/${id}/files/${file.id}/errors?workspace=${slug}`} download>
                <Download aria-hidden />
                Download the error file
              </a>
            </Button>
          )}
        </span>
      </PartHead>
      <PagedRows query={query} of="the rows" none={none} more="Show more rows">
        {(rows) => (
          <CellTable>
            {rows.map((row) => (
              <ProblemCells key={row.line} file={file} row={row} editable={editable} />
            ))}
          </CellTable>
        )}
      </PagedRows>
    </>
  );
}

interface CellsProps extends Pick<ProblemTableProps, "file" | "editable"> {
  row: ProblemRow;
}

/** A row with its problems, one line each; an edited row without one shows its edited cells. */
function ProblemCells({ file, row, editable }: CellsProps) {
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
