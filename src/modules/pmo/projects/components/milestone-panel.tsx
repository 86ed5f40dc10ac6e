"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { SectionHead } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { SkeletonRegion } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { todayIn } from "@/lib/day-words";
import { moneyText } from "@/lib/money";
import { NounPartForm } from "@/modules/platform/data/records/components/noun-part-form";
import { useParts } from "@/trpc/part-writes";
import { type Project, projects } from "../fields";
import { milestoneParts } from "../milestones/fields";
import { daysLate, nextOf } from "../milestones/rules";
import { type Milestone, useInCurrency } from "./project-parts";

const own = {};

/** The milestones of a project along a line: reached ones filled, the next one a ring, late ones in amber. */
export function MilestonePanel({ project }: { project: Project }) {
  const query = useParts(milestoneParts, project.id);
  const record = useInCurrency(project);
  const [isAdding, setAdding] = useState(false);
  const whole = query.data;
  const milestones = (whole?.milestones ?? []) as readonly Milestone[];
  const next = nextOf(milestones);
  return (
    <section aria-label="Milestones" className="pb-3">
      <SectionHead
        title="Milestones"
        count={milestones.length || undefined}
        action={
          whole && project.mayEdit ? (
            <IconButton size="sm" label="Add milestone" icon={<Plus aria-hidden />} onClick={() => setAdding(true)} />
          ) : undefined
        }
      />
      {query.error && !whole ? <LineFailed title="The milestones could not be loaded." query={query} /> : null}
      {whole || query.error ? null : <Waiting />}
      {whole && milestones.length === 0 ? <p className="px-edge text-muted">This project has no milestones.</p> : null}
      <ol className="px-edge">
        {milestones.map((milestone) => (
          <Line key={milestone.id} milestone={milestone} isNext={milestone === next} />
        ))}
      </ol>
      {whole && isAdding ? (
        <NounPartForm
          {...{ noun: projects, record, list: milestoneParts, own, whole }}
          title={`Add a milestone to ${project.name}`}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </section>
  );
}

function Line({ milestone, isNext }: { milestone: Milestone; isNext: boolean }) {
  const at = useListLocale();
  const day = useDayText();
  const { name, amount, dueOn, reachedOn } = milestone;
  const late = daysLate(milestone, todayIn(at.timeZone));
  const on = reachedOn ?? dueOn;
  const isOpen = reachedOn === null;
  const open = isNext ? "border-[3px] border-accent" : "border-2 border-border-strong";
  return (
    <li className="group relative flex gap-3 pb-3" aria-current={isNext ? "step" : undefined}>
      <span aria-hidden className="relative flex w-2.5 shrink-0 justify-center">
        <span className={cn("absolute top-2 -bottom-4 w-0.5 group-last:hidden", isOpen ? "bg-border" : "bg-accent")} />
        <span className={cn("relative mt-1 size-2.5 rounded-full bg-surface-raised", isOpen ? open : "bg-accent")} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        {amount ? <span className="block text-muted text-sm">{moneyText(amount, at)}</span> : null}
      </span>
      <span className="shrink-0 text-right">
        <span className="block">
          {isOpen ? null : <span className="sr-only">Reached </span>}
          {on ? day(on) : <span className="text-faint">No date</span>}
        </span>
        {late > 0 ? (
          <span className={cn("block text-sm", isOpen ? "text-warning" : "text-muted")}>
            {`${counted(late, nouns.day, at.locale)} late`}
          </span>
        ) : null}
      </span>
    </li>
  );
}

const Waiting = () => (
  <SkeletonRegion label="The milestones are loading">
    {[56, 40, 48].map((width) => (
      <div key={width} className="flex h-10 items-center px-edge">
        <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
      </div>
    ))}
  </SkeletonRegion>
);
