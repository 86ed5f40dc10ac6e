"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { todayIn } from "@/lib/day-words";
import { numberText } from "@/lib/number-text";
import { batchesOf } from "@/trpc/in-batches";
import { useApi, useApiClient } from "@/trpc/react";
import type { Project } from "../fields";
import { elapsedPercent, isOpenPhase } from "../rules";

/** The most projects of one request, as the operation has it; its schema is not loaded with lists. */
const mostAsked = 25;
const askerOf = batchesOf(mostAsked, (client: ReturnType<typeof useApiClient>, ids) =>
  client.projects.progress.query({ ids }),
);

function useProgress(id: string) {
  const ask = askerOf(useApiClient());
  return useQuery({
    queryKey: [...useApi().projects.progress.pathKey(), { type: "one", id }],
    queryFn: async () => await ask(id),
  });
}

const Nothing = () => <span className="text-faint">–</span>;
const waiting = <Skeleton className="h-2 w-16" />;

/** How much of the work of a project is done, with a mark where its days are today. */
export function ProjectDone({ project: { id, name, phase, startsOn, endsOn } }: { project: Project }) {
  const { locale, timeZone } = useListLocale();
  const { data, isPending } = useProgress(id);
  if (isPending) return waiting;
  if (!data || data.percent === null) return <Nothing />;
  const { percent } = data;
  const elapsed = isOpenPhase(phase) ? elapsedPercent({ startsOn, endsOn }, todayIn(timeZone)) : null;
  const text = numberText(percent, locale, true);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-3 phone:flex-none">
      <Progress
        label={`Work done of ${name}`}
        value={percent}
        max={100}
        text={elapsed === null ? text : `${text} of the work, ${numberText(elapsed, locale, true)} of the days`}
        ticks={elapsed === null ? [] : [elapsed]}
        className="min-w-8 flex-1 phone:hidden"
      />
      <span className="w-9 shrink-0 text-right tabular-nums phone:w-auto">{text}</span>
    </span>
  );
}

/** The first milestone of a project that is not reached yet, with its day. */
export function NextMilestone({ id }: { id: string }) {
  const { timeZone } = useListLocale();
  const day = useDayText();
  const { data, isPending } = useProgress(id);
  if (isPending) return waiting;
  if (!data?.next) return <Nothing />;
  const { name, dueOn } = data.next;
  const isLate = dueOn !== null && dueOn < todayIn(timeZone);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      {dueOn === null ? null : (
        <span className={cn("shrink-0", isLate ? "text-warning" : "text-muted")}>
          {isLate ? <span className="sr-only">Late: </span> : null}
          {day(dueOn)}
        </span>
      )}
    </span>
  );
}
