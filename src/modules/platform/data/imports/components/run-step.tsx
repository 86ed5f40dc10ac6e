"use client";

import { CircleCheck, CircleX, Download, type LucideIcon, Undo2 } from "lucide-react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { KeptColumns } from "../kept-columns/components/kept-columns";
import type { ImportDetail } from "../schema";
import { CountsTable, progressByFile, rulesOf } from "./counts-table";
import { FileResults } from "./file-results";
import { JobProgress } from "./job-progress";
import { KeptRecords } from "./kept-records";
import { ProblemTable } from "./problem-table";
import { useCounts } from "./use-counts";

/** The run while it works, and the report when it has ended. */
export function RunStep({ detail }: { detail: ImportDetail }) {
  const { rows } = useCounts();
  const { status } = detail;
  const wrote = detail.created + detail.updated > 0;
  const ended = status !== "running" && status !== "reverting";
  const promised = status === "running" || status === "done" ? (detail.preview ?? []) : [];
  return (
    <section aria-label="What the import did" {...keyboardScroll} className="min-h-0 flex-1 overflow-y-auto">
      <p role="status" className="sr-only">
        {spoken(detail, rows)}
      </p>
      <HowItStands detail={detail} />
      <CountsTable
        files={detail.files}
        totals={detail.totals}
        promised={promised}
        progress={status === "running" || status === "done" ? progressByFile(detail) : undefined}
      />
      <div className="grid grid-cols-2 hairline-b phone:grid-cols-1">
        <section className="px-edge py-3.5 hairline-r last:col-span-2 last:shadow-none phone:col-auto phone:shadow-none">
          <h2 className="font-semibold">How duplicates are found</h2>
          <p className="mt-0.5 text-muted">{rulesOf(detail.totals)}</p>
        </section>
        {status === "reverted" || status === "reverting" || (ended && !wrote) ? null : (
          <section className="px-edge py-3.5">
            <h2 className="font-semibold">Revert this import</h2>
            <p className="mt-0.5 text-muted">
              Revert deletes the records that this import created and restores those that it changed. Records that were
              edited since are kept and listed.
            </p>
          </section>
        )}
      </div>
      {status === "reverted" ? <KeptRecords importId={detail.id} /> : null}
      {ended && status !== "reverted" ? (
        <>
          {wrote ? <KeptColumns detail={detail} /> : null}
          <Errors detail={detail} />
          <FileResults importId={detail.id} files={detail.files} totals={detail.totals} />
        </>
      ) : null}
    </section>
  );
}

const ends = {
  cancelled: "Cancelled. The imported records are kept.",
  reverted: "Reverted",
  failed: "The import stopped",
} as const;

function titleOf({ status, totals }: ImportDetail, rows: (value: number) => string): string {
  const total = totals.reduce((sum, file) => sum + file.good, 0);
  if (status === "done") return `${rows(total)} imported`;
  return status in ends ? ends[status as keyof typeof ends] : "The import";
}

/** The announcements for screen readers: each quarter of the way, and the end. */
export function spoken(detail: ImportDetail, rows: (value: number) => string): string {
  const { status, progress } = detail;
  if (status !== "running" && status !== "reverting") return titleOf(detail, rows);
  const quarters = progress.total > 0 ? Math.floor((progress.done / progress.total) * 4) : 0;
  return `${status === "running" ? "The import" : "The revert"} is ${quarters * 25}% done`;
}

function HowItStands({ detail }: { detail: ImportDetail }) {
  if (detail.status === "running")
    return (
      <JobProgress label="Rows imported" progress={detail.progress}>
        You can leave this page; the import continues, and the import history shows its progress.
      </JobProgress>
    );
  if (detail.status === "reverting")
    return (
      <JobProgress label="Records reverted" things="records" progress={detail.progress}>
        The import is being reverted. You can leave this page; the work continues.
      </JobProgress>
    );
  return <Ended detail={detail} />;
}

const signs: Partial<Record<ImportDetail["status"], [Icon: LucideIcon, tone: string]>> = {
  reverted: [Undo2, "text-muted"],
  failed: [CircleX, "text-danger"],
  cancelled: [CircleX, "text-danger"],
};

function Ended({ detail }: { detail: ImportDetail }) {
  const { rows } = useCounts();
  const { status, failure } = detail;
  const at = detail.revertedAt ?? detail.finishedAt;
  const [Icon, tone] = signs[status] ?? [CircleCheck, "text-positive"];
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
  const { rows } = useCounts();
  return detail.files.map((file) => {
    const errors = detail.totals.find((one) => one.fileId === file.id)?.errors ?? 0;
    if (errors === 0) return null;
    return (
      <section key={file.id} aria-label={`Errors of ${file.title}`}>
        <ProblemTable
          importId={detail.id}
          file={file}
          editable={false}
          head={
            <>
              <h2 className="font-semibold">{file.title}</h2>
              <span className="text-danger">{`${rows(errors)} with a problem`}</span>
              <Button asChild size="sm" className="ml-auto">
                <a href={`/api/imports/${detail.id}/files/${file.id}/errors?workspace=${slug}`} download>
                  <Download aria-hidden />
                  Download the error file
                </a>
              </Button>
            </>
          }
        />
      </section>
    );
  });
}
