"use client";

import { useQuery } from "@tanstack/react-query";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useNoun } from "@/components/fields/use-noun";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { counted, nouns } from "@/lib/counted";
import { todayIn } from "@/lib/day-words";
import { stateLabel } from "@/lib/fields/states";
import { moneyText } from "@/lib/money";
import { numberText } from "@/lib/number-text";
import { useParts } from "@/trpc/part-writes";
import { useApi } from "@/trpc/react";
import { checklistParts } from "../checklist/fields";
import { contractOptions, type Project, projects } from "../fields";
import { milestoneParts } from "../milestones/fields";
import { daysLate, nextOf } from "../milestones/rules";
import { isOpenPhase } from "../rules";
import { type Completion, CompletionTerms, hoursText } from "./completion-terms";
import type { Item, Milestone } from "./project-parts";

/** How far the work of a project is, its price, its end, its checklist and its next milestone. */
export function ProjectFigures({ project }: { project: Project }) {
  const price = usePrice(project);
  const rest = [useEnd(project), useChecklist(project), useNext(project)];
  // A guest does not read the price: a dash would say that there is none.
  const prices = "price" in useNoun(projects).fields ? [price] : [];
  return <FigureRow figures={[useCompletion(project), ...prices, ...rest]} />;
}

const none = <span className="text-faint">–</span>;
const waiting = <Skeleton className="my-2 h-3 w-12" />;

function useCompletion({ id }: Project): Figure {
  const { locale } = useListLocale();
  const { data, isPending } = useQuery(useApi().projects.completion.queryOptions({ id }));
  const label = "Completion";
  if (!data) return { label, value: isPending ? waiting : none };
  const { percent, finished, all, overdue } = data;
  if (percent === null) return { label, value: none, note: "No tasks yet" };
  const work = finished === null || all === null ? null : `${hoursText(finished, locale)} of ${hoursText(all, locale)}`;
  const late = `${counted(overdue, { one: "task", many: "tasks" }, locale)} overdue`;
  return {
    label,
    help: <CompletionHelp of={data} />,
    value: numberText(percent, locale, true),
    note: (
      <>
        {work}
        {work !== null && overdue > 0 ? ", " : null}
        {overdue > 0 ? <Late>{late}</Late> : null}
      </>
    ),
  };
}

/** The button that opens the terms. */
function CompletionHelp({ of }: { of: Completion }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label="How the completion is counted"
          className="relative -my-1 grid size-5 place-items-center rounded-sm text-faint hover:text-text hit-44"
        >
          <Info aria-hidden className="size-3.5" />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label="How the completion is counted" className="w-72 px-3 py-2">
        <CompletionTerms of={of} />
      </PopoverContent>
    </Popover>
  );
}

function usePrice({ price, contract }: Project): Figure {
  const at = useListLocale();
  return {
    label: "Price",
    value: price ? moneyText(price, at) : none,
    note: contract ? stateLabel({ options: contractOptions }, contract) : undefined,
  };
}

function useEnd({ endsOn, phase }: Project): Figure {
  const { locale, timeZone } = useListLocale();
  const day = useDayText();
  const late = isOpenPhase(phase) ? daysLate({ dueOn: endsOn, reachedOn: null }, todayIn(timeZone)) : 0;
  return {
    label: "End",
    value: endsOn ? day(endsOn) : none,
    note: late > 0 ? <Late>{`${counted(late, nouns.day, locale)} late`}</Late> : undefined,
  };
}

const Late = ({ children }: { children: ReactNode }) => <span className="text-warning">{children}</span>;

function useChecklist({ id }: Project): Figure {
  const { locale } = useListLocale();
  const { data, isPending } = useParts(checklistParts, id);
  const label = "Checklist";
  if (!data) return { label, value: isPending ? waiting : none };
  const items = data.items as readonly Item[];
  if (items.length === 0) return { label, value: none, note: "No items yet" };
  const needed = items.filter((item) => item.needed && !item.done).length;
  const open = `${counted(needed, { one: "needed item is", many: "needed items are" }, locale)} open`;
  return {
    label,
    value: `${items.filter(({ done }) => done).length} of ${items.length}`,
    note: needed > 0 ? <Late>{open}</Late> : "Nothing needed is open",
  };
}

function useNext({ id }: Project): Figure {
  const at = useListLocale();
  const day = useDayText();
  const { data, isPending } = useParts(milestoneParts, id);
  const label = "Next milestone";
  if (!data) return { label, value: isPending ? waiting : none };
  const milestones = data.milestones as readonly Milestone[];
  const next = nextOf(milestones);
  if (!next) return { label, value: none, note: milestones.length > 0 ? "All are reached" : "No milestones yet" };
  const late = daysLate(next, todayIn(at.timeZone));
  const due = next.dueOn ? day(next.dueOn) : "";
  const bills = next.amount ? `bills ${moneyText(next.amount, at)}` : "";
  return {
    label,
    // The day is below it: beside a long name it would be cut off.
    value: next.name,
    note: (
      <>
        {due}
        {late > 0 ? ", " : null}
        {late > 0 ? <Late>{`${counted(late, nouns.day, at.locale)} late`}</Late> : null}
        {due && bills ? ", " : null}
        {bills}
      </>
    ),
  };
}
