"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Progress } from "@/components/ui/progress";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { isNear, nearestFirst, usedText } from "../rules";
import type { PlanOverview } from "../schema";

/** The limits of the plan with their use, the one that is nearest to its end first. */
export function LimitList({ plan }: { plan: PlanOverview }) {
  const { locale } = useListLocale();
  const day = useDayText();
  return (
    <ul className="flex flex-col gap-3">
      {nearestFirst(plan.limits).map((limit) => {
        const text = usedText(limit, locale);
        return (
          <li key={limit.limit} className="flex min-w-0 flex-col gap-[5px]">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className={cn(isNear(limit) && "text-warning")}>{text}</span>
              {limit.resetsOn ? (
                <span className="text-muted text-sm">{`Starts again ${day(limit.resetsOn)}`}</span>
              ) : null}
            </span>
            {limit.most === null ? null : (
              <Progress label={limit.label} value={limit.used ?? 0} max={limit.most} text={text} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
