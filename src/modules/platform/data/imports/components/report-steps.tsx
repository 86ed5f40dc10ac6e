"use client";

import { CircleCheck, CircleX, type LucideIcon, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { Note } from "@/components/ui/note";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { andList } from "@/lib/text";
import { FileResults } from "../changes/components/file-results";
import { NamesakeRows } from "../changes/components/namesake-rows";
import { UnmatchedColumns } from "../kept-columns/components/unmatched-columns";
import type { FileTotals, ImportDetail } from "../schema";
import { CountsTable } from "./counts-table";
import { keptHeaders, rowsOnce } from "./file-places";
import { PreviewQuestions } from "./file-questions";
import { FileProblems } from "./problem-table";
import { useShownImport } from "./shown-import";
import { UnrevertedRecords } from "./unreverted-records";
import { useCounts } from "./use-counts";

/** The exact result of the run, before it starts. */
export function PreviewStep() {
  const { detail, analysis } = useShownImport();
  const { files, checked, status } = detail;
  const totals = detail.preview ?? [];
  if (status === "checking")
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <JobProgress label="Rows checked">
          Every row is checked as in a real import; nothing is saved yet. You can leave this page; the preview is kept.
        </JobProgress>
      </div>
    );
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
      <NamesakeRows totals={totals} />
      <Explained totals={totals} title="Columns without a field">
        {keptNames(analysis.data && keptHeaders(files, analysis.data))}
      </Explained>
      <FileProblems totals={totals} editable />
      <FileResults totals={totals} />
    </div>
  );
}

function keptNames(names: readonly string[] | undefined): ReactNode {
  if (!names) return "Checking the columns";
  if (names.length === 0) return "None. Every column with values is used.";
  return (
    <>
      <span className="text-text">{andList(names)}</span>
      {names.length === 1
        ? " is kept with this import, and you can import it later."
        : " are kept with this import, and you can import them later."}
    </>
  );
}

/** The run while it works, and the report when it has ended. */
export function RunStep() {
  const { detail } = useShownImport();
  const { rows } = useCounts();
  const { status, totals } = detail;
  const wrote = detail.created + detail.updated > 0;
  const isRunning = status === "running";
  const ended = !isRunning && status !== "reverted" && status !== "reverting";
  return (
    <section aria-label="What the import did" {...keyboardScroll} className="min-h-0 flex-1 overflow-y-auto">
      <p role="status" className="sr-only">
        {spoken(detail, rows)}
      </p>
      {isRunning ? (
        <JobProgress label="Rows imported">
          You can leave this page; the import continues, and the import history shows its progress.
        </JobProgress>
      ) : null}
      {status === "reverting" ? (
        <JobProgress label="Records reverted" things="records">
          The import is being reverted. You can leave this page; the work continues.
        </JobProgress>
      ) : null}
      {ended || status === "reverted" ? <Ended detail={detail} /> : null}
      <CountsTable totals={totals} followed={isRunning || status === "done"} />
      <Explained totals={totals} {...(isRunning || (ended && wrote) ? { title: "Revert this import" } : {})}>
        Revert deletes the records that this import created and restores those that it changed. Records that have since
        been edited are kept and listed.
      </Explained>
      {status === "reverted" ? <UnrevertedRecords /> : null}
      {ended && wrote ? <UnmatchedColumns /> : null}
      {ended ? (
        <>
          <FileProblems totals={totals} editable={false} />
          <FileResults totals={totals} />
        </>
      ) : null}
    </section>
  );
}

const ends: Partial<Record<ImportDetail["status"], { title: string; Icon: LucideIcon; tone: string }>> = {
  cancelled: { title: "Cancelled. The imported records are kept.", Icon: CircleX, tone: "text-danger" },
  reverted: { title: "Reverted", Icon: Undo2, tone: "text-muted" },
  failed: { title: "The import stopped", Icon: CircleX, tone: "text-danger" },
};

function titleOf({ status, files, totals }: ImportDetail, rows: (value: number) => string): string {
  if (status === "done") return `${rows(rowsOnce(files, totals).good)} imported`;
  return ends[status]?.title ?? "The import";
}

/** The announcements for screen readers: each quarter of the way, and the end. */
export function spoken(detail: ImportDetail, rows: (value: number) => string): string {
  const { status, progress } = detail;
  if (status !== "running" && status !== "reverting") return titleOf(detail, rows);
  const quarters = progress.total > 0 ? Math.floor((progress.done / progress.total) * 4) : 0;
  return `${status === "running" ? "The import" : "The revert"} is ${quarters * 25}% done`;
}

function Ended({ detail }: { detail: ImportDetail }) {
  const { rows } = useCounts();
  const { status, failure } = detail;
  const at = detail.revertedAt ?? detail.finishedAt;
  const { Icon, tone } = ends[status] ?? { Icon: CircleCheck, tone: "text-positive" };
  return (
    <div className="px-edge pt-5 pb-[18px] phone:py-4">
      <p className="flex items-center gap-2.5">
        <Icon aria-hidden className={`size-[18px] ${tone}`} />
        <span className="font-semibold text-figure">{titleOf(detail, rows)}</span>
        {at ? <RelativeTime at={at} className="text-muted" /> : null}
      </p>
      {failure ? (
        <Note tone="danger" className="mt-3 max-w-[660px]">
          {`${failure} ${detail.created + detail.updated > 0 ? "The records imported so far are kept; you can revert them." : "Nothing was imported."}${detail.mayRetry ? " Try again to continue with the remaining rows." : ""}`}
        </Note>
      ) : null}
    </div>
  );
}

interface JobProgressProps {
  label: string;
  things?: "rows" | "records";
  children: string;
}

/** "5,588 of 8,927 rows", the time left, the line, and what one may do meanwhile. */
function JobProgress({ label, things = "rows", children }: JobProgressProps) {
  const { count, timeLeft } = useCounts();
  const { done, total, rate, secondsLeft } = useShownImport().detail.progress;
  const text = `${count(done)} of ${count(total)} ${things}`;
  const pace =
    rate === null || secondsLeft === null ? null : `${timeLeft(secondsLeft)}, ${count(rate)} ${things} a second`;
  return (
    <div className="px-edge pt-5 pb-[18px] phone:py-4">
      <div className="flex items-baseline gap-2.5">
        <span className="font-semibold text-figure">{text}</span>
        <span className="text-muted phone:hidden">{pace}</span>
        <span className="ml-auto text-muted">{`${total > 0 ? Math.floor((done / total) * 100) : 0}%`}</span>
      </div>
      <Progress className="mt-2.5 mb-2" label={label} value={done} max={total} text={text} />
      <p className="text-muted text-sm phone:text-[13px]">{children}</p>
    </div>
  );
}

interface ExplainedProps {
  totals: readonly FileTotals[];
  /** A second text beside how duplicates are found. */
  title?: string;
  children: ReactNode;
}

/** How duplicates are found, and one other thing to know. */
function Explained({ totals, title, children }: ExplainedProps) {
  return (
    <div className="grid grid-cols-2 hairline-b phone:grid-cols-1">
      <section className="px-edge py-3.5 hairline-r last:col-span-2 last:shadow-none phone:col-auto phone:shadow-none">
        <h2 className="font-semibold">How duplicates are found</h2>
        <p className="mt-0.5 text-muted">{[...new Set(totals.map((one) => one.rule))].join(" ")}</p>
      </section>
      {title ? (
        <section className="px-edge py-3.5">
          <h2 className="font-semibold">{title}</h2>
          <p className="mt-0.5 text-muted">{children}</p>
        </section>
      ) : null}
    </div>
  );
}
