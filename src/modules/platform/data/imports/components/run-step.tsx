"use client";

import { CircleCheck, CircleX, Download, type LucideIcon, Undo2 } from "lucide-react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { FileResults } from "../changes/components/file-results";
import { UnmatchedColumns } from "../kept-columns/components/unmatched-columns";
import type { ImportDetail } from "../schema";
import { CountsTable } from "./counts-table";
import { ProblemTable } from "./problem-table";
import { Explained, JobProgress } from "./report-parts";
import { useShownImport } from "./shown-import";
import { UnrevertedRecords } from "./unreverted-records";
import { useCounts } from "./use-counts";

/** The run while it works, and the report when it has ended. */
export function RunStep() {
  const { detail } = useShownImport();
  const { rows } = useCounts();
  const { status, totals } = detail;
  const wrote = detail.created + detail.updated > 0;
  const isRunning = status === "running";
  const isReverted = status === "reverted" || status === "reverting";
  const ended = !isRunning && !isReverted;
  return (
    <section aria-label="What the import did" {...keyboardScroll} className="min-h-0 flex-1 overflow-y-auto">
      <p role="status" className="sr-only">
        {spoken(detail, rows)}
      </p>
      {isRunning ? (
        <JobProgress label="Rows imported" progress={detail.progress}>
          You can leave this page; the import continues, and the import history shows its progress.
        </JobProgress>
      ) : null}
      {status === "reverting" ? (
        <JobProgress label="Records reverted" things="records" progress={detail.progress}>
          The import is being reverted. You can leave this page; the work continues.
        </JobProgress>
      ) : null}
      {ended || status === "reverted" ? <Ended detail={detail} /> : null}
      <CountsTable totals={totals} followed={isRunning || status === "done"} />
      <Explained totals={totals} {...(isRunning || (ended && wrote) ? { title: "Revert this import" } : {})}>
        Revert deletes the records that this import created and restores those that it changed. Records that were edited
        since are kept and listed.
      </Explained>
      {status === "reverted" ? <UnrevertedRecords /> : null}
      {ended && wrote ? <UnmatchedColumns /> : null}
      {ended ? (
        <>
          <Errors detail={detail} />
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

function titleOf({ status, totals }: ImportDetail, rows: (value: number) => string): string {
  const total = totals.reduce((sum, file) => sum + file.good, 0);
  if (status === "done") return `${rows(total)} imported`;
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

/** Rows that were not imported: their file to download, and the first of them here. */
function Errors({ detail }: { detail: ImportDetail }) {
  const { slug } = useWorkspace();
  return detail.files.map((file) => {
    const { errors = 0 } = detail.totals.find((one) => one.fileId === file.id) ?? {};
    if (errors === 0) return null;
    return (
      <section key={file.id} aria-label={`Errors of ${file.title}`}>
        <ProblemTable file={file} editable={false} errors={errors}>
          <Button asChild size="sm" className="ml-auto">
            <a href={`/api/imports/${detail.id}/files/${file.id}/errors?workspace=${slug}`} download>
              <Download aria-hidden />
              Download the error file
            </a>
          </Button>
        </ProblemTable>
      </section>
    );
  });
}
