"use client";

import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import type { FileTotals, ImportDetail } from "../schema";
import { timeLeft, useCounts } from "./use-counts";

interface JobProgressProps {
  label: string;
  progress: ImportDetail["progress"];
  things?: "rows" | "records";
  children: string;
}

/** "5,588 of 8,927 rows", the time left, the line, and what one may do meanwhile. */
export function JobProgress({ label, progress, things = "rows", children }: JobProgressProps) {
  const { count } = useCounts();
  const { done, total, rate, secondsLeft } = progress;
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
  children?: ReactNode;
}

/** How duplicates are found, and one other thing to know. */
export function Explained({ totals, title, children }: ExplainedProps) {
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
