"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { andList } from "@/lib/text";
import { FileResults } from "../changes/components/file-results";
import type { ImportFile } from "../schema";
import { CountsTable } from "./counts-table";
import { type FileAnalysis, openGroups } from "./decisions";
import { PreviewQuestions } from "./file-questions";
import { ProblemTable } from "./problem-table";
import { Explained, JobProgress } from "./report-parts";
import { useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

/** The exact result of the run, before it starts. */
export function PreviewStep() {
  const { detail, analysis, go } = useShownImport();
  if (detail.status === "checking")
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <JobProgress label="Rows checked" progress={detail.progress}>
          Every row is checked as in a real import; nothing is saved yet. You can leave this page, the preview is kept.
        </JobProgress>
      </div>
    );
  const { files, checked } = detail;
  const totals = detail.preview ?? [];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {checked ? null : (
        <Note tone="warning" className="mx-edge mt-4">
          You changed something after this check. Check again to see the new counts.
        </Note>
      )}
      <h2 className="flex h-11 items-center px-edge font-semibold">What the import will do</h2>
      <CountsTable totals={totals} />
      {files.map((file) => (
        <PreviewQuestions key={file.id} file={file} asked={totals.find((one) => one.fileId === file.id)?.asked ?? {}} />
      ))}
      <Explained totals={totals} title="Columns without a field">
        <UnmatchedNames files={files} />
      </Explained>
      {files.map((file) => {
        const { errors = 0, skipped = 0 } = totals.find((one) => one.fileId === file.id) ?? {};
        if (errors + skipped === 0) return null;
        return (
          <section key={file.id} aria-label={`Problems of ${file.title}`}>
            <OpenValues
              analysis={analysis.data?.find((one) => one.fileId === file.id)}
              onDecide={() => go({ step: "fix", file: file.id })}
            />
            <ProblemTable file={file} editable errors={errors} skipped={skipped} />
          </section>
        );
      })}
      <FileResults totals={totals} />
    </div>
  );
}

function UnmatchedNames({ files }: { files: readonly ImportFile[] }) {
  const names = files.flatMap((file) =>
    file.mapping.flatMap((one) => (one.field === null ? [file.columns[one.column] ?? ""] : [])),
  );
  if (names.length === 0) return "None. Every column is matched to a field.";
  return (
    <>
      <span className="text-text">{andList(names)}</span>
      {names.length === 1
        ? " is kept with this import, and you can import it later."
        : " are kept with this import, and you can import them later."}
    </>
  );
}

/** Values without a decision that stop many rows: one decision each is enough. */
function OpenValues({ analysis, onDecide }: { analysis: FileAnalysis | undefined; onDecide: () => void }) {
  const { rows } = useCounts();
  const open = openGroups(analysis).filter((group) => group.state !== "near" && group.rows > 1);
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
          <Button size="sm" className="ml-auto" onClick={onDecide}>
            Decide for all rows
          </Button>
        </li>
      ))}
    </ul>
  );
}
