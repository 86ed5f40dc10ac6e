"use client";

import { type ProblemRow, useProblems } from "../../client";
import { RecordName, ResultRow, ResultRows } from "../../components/paged-rows";
import { useCounts } from "../../components/use-counts";
import type { ImportFile } from "../../schema";

/** The rows of a file that go in with another row about the same record. */
export function MergedRows({ importId, file }: { importId: string; file: ImportFile }) {
  const { count } = useCounts();
  return (
    <ResultRows
      title="Merged rows"
      fileName={file.name}
      query={useProblems(importId, file.id, "merged")}
      none="No row of this file is merged with another one."
    >
      {(row) => (
        <ResultRow
          key={row.line}
          line={count(row.line)}
          name={
            <bdi className="block truncate" title={nameOf(file, row)}>
              {nameOf(file, row)}
            </bdi>
          }
        >
          {row.merged ? (
            <span className="flex min-w-0 gap-1">
              <span className="shrink-0 text-muted">{`Merged into row ${count(row.merged.line)}, `}</span>
              <RecordName path={row.merged.path}>{row.merged.label}</RecordName>
            </span>
          ) : null}
        </ResultRow>
      )}
    </ResultRows>
  );
}

/** The name in a row; without a column of names its first text. */
function nameOf({ mapping }: ImportFile, { cells, edits }: ProblemRow): string {
  const column = mapping.find(({ field }) => field === "name")?.column ?? cells.findIndex((cell) => cell !== "");
  return edits[column] ?? cells[column] ?? "";
}
