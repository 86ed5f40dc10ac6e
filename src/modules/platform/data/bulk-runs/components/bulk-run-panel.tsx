"use client";

import { Download } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { FigureRow } from "@/components/ui/figure-row";
import { Note } from "@/components/ui/note";
import { Progress } from "@/components/ui/progress";
import { counted, type Noun } from "@/lib/counted";
import { useBulkProblems } from "../client";
import { isWorking } from "../rules";
import type { BulkRun } from "../schema";

/** How far a run is, and what came of it. */
export function BulkRunPanel({ run, noun }: { run: BulkRun; noun: Noun }) {
  const { locale } = useWorkspace();
  const count = (value: number) => value.toLocaleString(locale);
  const works = isWorking(run.status);
  const isUndo = run.status === "undoing" || run.status === "undone";
  const of = `${count(run.done)} of ${counted(run.total, noun, locale)}`;
  const figures = isUndo
    ? [
        { label: "Undone", value: count(run.undone) },
        { label: "Left as they are", value: count(run.kept) },
      ]
    : [
        { label: "Changed", value: count(run.changed) },
        { label: "Skipped", value: count(run.skipped) },
        { label: "Refused", value: count(run.failed) },
      ];
  return (
    <div className="flex flex-col gap-4">
      {works ? (
        <div className="flex flex-col gap-2">
          <p className="flex items-baseline justify-between font-semibold">
            <span>{run.status === "collecting" ? `Preparing ${counted(run.total, noun, locale)}` : of}</span>
          </p>
          <Progress label="Records" value={run.done} max={Math.max(run.total, 1)} text={of} />
        </div>
      ) : null}
      <FigureRow figures={figures} className="-mx-5 phone:-mx-4" />
      {run.failure === null ? null : <Note tone="danger">{run.failure}</Note>}
      {run.failed > 0 && !isUndo ? <Problems run={run} state="failed" count={run.failed} /> : null}
      {run.kept > 0 ? <Problems run={run} state="kept" count={run.kept} /> : null}
    </div>
  );
}

const firstOnes = 5;

/** The first of the records with a problem, and all of them as a file. */
function Problems({ run, state, count }: { run: BulkRun; state: "failed" | "kept"; count: number }) {
  const { slug, locale } = useWorkspace();
  const { data } = useBulkProblems(run.id, state, !isWorking(run.status));
  if (isWorking(run.status)) return null;
  return (
    <section aria-label="Reasons" className="flex flex-col gap-2">
      <ul className="flex flex-col gap-1">
        {data?.rows.slice(0, firstOnes).map(({ id, name, reason }) => (
          <li key={id} className="break-words">
            <span className="font-medium">{name ?? "A record"}</span> <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
      <Button asChild size="sm" className="self-start">
        <a href={`/api/bulk-runs/${run.id}/${state}?workspace=${slug}`} download>
          <Download aria-hidden />
          {`Download ${counted(count, { one: "reason", many: "reasons" }, locale)}`}
        </a>
      </Button>
    </section>
  );
}
