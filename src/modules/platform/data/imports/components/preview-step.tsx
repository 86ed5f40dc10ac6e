"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { andList } from "@/lib/text";
import type { ImportDetail } from "../schema";
import { CountsTable, rulesOf } from "./counts-table";
import { type FileAnalysis, openGroups } from "./decisions";
import type { FileQuestions } from "./file-questions";
import { FileResults } from "./file-results";
import { JobProgress } from "./job-progress";
import { PreviewQuestions } from "./preview-questions";
import { ProblemTable } from "./problem-table";
import { useCounts } from "./use-counts";

interface Preview {
  detail: ImportDetail;
  analyses: readonly FileAnalysis[] | undefined;
  onDecide: (fileId: string) => void;
  questions: FileQuestions;
  onAnswer: () => void;
}

/** The exact result of the run, before it starts. */
export function PreviewStep({ detail, analyses, onDecide, questions, onAnswer }: Preview) {
  const { rows } = useCounts();
  if (detail.status === "checking")
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <JobProgress label="Rows checked" progress={detail.progress}>
          Every row is checked as in a real import; nothing is saved yet. You can leave this page, the preview is kept.
        </JobProgress>
      </div>
    );
  const totals = detail.preview ?? [];
  const faulty = detail.files.flatMap((file) => {
    const sums = totals.find((one) => one.fileId === file.id);
    return sums && sums.errors + sums.skipped > 0 ? [{ file, sums }] : [];
  });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {detail.checked ? null : (
        <Note tone="warning" className="mx-edge mt-4">
          You changed something after this check. Check again to see the new counts.
        </Note>
      )}
      <h2 className="flex h-11 items-center px-edge font-semibold">What the import will do</h2>
      <CountsTable files={detail.files} totals={totals} />
      <PreviewQuestions
        importId={detail.id}
        files={detail.files}
        totals={totals}
        questions={questions}
        onAnswer={onAnswer}
      />
      <div className="grid grid-cols-2 hairline-b phone:grid-cols-1">
        <section className="px-edge py-3.5 hairline-r phone:shadow-none">
          <h3 className="font-semibold">How duplicates are found</h3>
          <p className="mt-0.5 text-muted">{rulesOf(totals)}</p>
        </section>
        <section className="px-edge py-3.5">
          <h3 className="font-semibold">Columns without a field</h3>
          <p className="mt-0.5 text-muted">
            <Unmatched detail={detail} />
          </p>
        </section>
      </div>
      {faulty.map(({ file, sums }) => (
        <section key={file.id} aria-label={`Problems of ${file.title}`}>
          <OpenValues analysis={analyses?.find((one) => one.fileId === file.id)} onDecide={() => onDecide(file.id)} />
          <ProblemTable
            importId={detail.id}
            file={file}
            editable
            head={
              <>
                <h2 className="font-semibold">{file.title}</h2>
                {sums.errors > 0 ? (
                  <span className="text-danger">{`${rows(sums.errors)} with a problem`}</span>
                ) : (
                  <span className="text-faint">{`${rows(sums.skipped)} skipped`}</span>
                )}
              </>
            }
          />
        </section>
      ))}
      <FileResults importId={detail.id} files={detail.files} totals={totals} />
    </div>
  );
}

function Unmatched({ detail }: { detail: ImportDetail }) {
  const names = detail.files.flatMap((file) =>
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
