"use client";

import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import type { ImportDetail } from "../schema";
import { timeLeft, useCounts } from "./use-counts";

/** "5,588 of 8,927 rows", the time left, the line, and what one may do meanwhile. */
export function JobProgress({
  label,
  progress,
  things = "rows",
  children,
}: {
  label: string;
  progress: ImportDetail["progress"];
  things?: "rows" | "records";
  children: ReactNode;
}) {
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
