"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Progress } from "@/components/ui/progress";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { isNear, nearestFirst, usedText } from "../rules";
import type { PlanOverview } from "../schema";

/** The limits of the plan with their use, the one that is nearest to its end first. */
export function LimitList({ plan, className }: { plan: PlanOverview; className?: string }) {
  const { locale } = useListLocale();
  const day = useDayText();
  return (
    <ul className={cn("flex flex-col gap-3", className)}>
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

/** The limits as a part of the page, where there is no table of modules that would show them. */
export function Limits({ plan }: { plan: PlanOverview }) {
  return (
    <section aria-label="Limits" className="shrink-0 px-edge pt-2 pb-5">
      <h2 className="flex h-9 items-center font-semibold phone:h-11">Limits</h2>
      <LimitList plan={plan} className="grid grid-cols-2 gap-x-10 gap-y-3.5 pt-1 phone:grid-cols-1" />
    </section>
  );
}
