"use client";

import { useQuery } from "@tanstack/react-query";
import { Lightbulb, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SectionHead } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import type { ListTotal } from "@/lib/list-filter";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { totalText } from "@/lib/total-text";
import { useApi } from "@/trpc/react";
import type { Activity } from "../fields";
import { nextRequest } from "./activity-requests";
import { useMayAct } from "./activity-steps";
import { ActivityWhen } from "./activity-when";
import { LazyActivityForm, LazyCompleteDialog } from "./lazy-layers";
import { Reschedule } from "./reschedule";
import { plannedText } from "./when-text";

interface NextStepPanelProps {
  /** The record whose page shows it; its list of activities is a tab of that page. */
  to: { entity: NounEntity; id: string; name: string };
  /** A sentence about what the record itself needs, below what is planned. */
  suggestion?: string | null;
  /** The line that somebody wrote, above what is planned. */
  children?: ReactNode;
}

/** The first planned activity of a record, overdue ones first, and how many more there are. */
export function NextStepPanel({ to, suggestion = null, children }: NextStepPanelProps) {
  const { can, href, readsOnly } = useWorkspace();
  const [planning, setPlanning] = useState(false);
  const query = useQuery(useApi().activities.list.queryOptions(nextRequest(to.id)));
  const { data } = query;
  const [next] = data?.rows ?? [];
  const mayPlan = !readsOnly && can("activity:create");
  const plan = (
    <IconButton size="sm" label="Plan an activity" icon={<Plus aria-hidden />} onClick={() => setPlanning(true)} />
  );
  return (
    <section aria-label="Next step" className="pb-3.5">
      <SectionHead title="Next step" action={mayPlan ? plan : null} />
      {children}
      {query.isPending ? <NextStepSkeleton /> : null}
      {query.error && !data ? <LineFailed title="The next step could not be loaded." query={query} /> : null}
      {data && !next ? <p className="px-edge text-muted">Nothing planned</p> : null}
      {next ? <NextActivity key={next.id} activity={next} /> : null}
      {data ? (
        <MorePlanned total={data.total} allHref={href(`/${nouns[to.entity].path}/${to.id}?tab=activities`)} />
      ) : null}
      {suggestion === null ? null : (
        <p className="flex gap-2 px-edge pt-2 text-muted">
          <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
          {suggestion}
        </p>
      )}
      <LazyActivityForm
        open={planning}
        onOpenChange={setPlanning}
        about={to}
        onCreated={(activity) => notify.success(plannedText(activity))}
      />
    </section>
  );
}

function NextActivity({ activity }: { activity: Activity }) {
  const { href } = useWorkspace();
  const [completing, setCompleting] = useState(false);
  const mayAct = useMayAct()(activity);
  const { id, name, owner } = activity;
  return (
    <div className="flex gap-2.5 px-edge">
      <Checkbox
        round
        aria-label={`Mark ${name} as done`}
        className="mt-0.5"
        checked={false}
        disabled={!mayAct}
        onCheckedChange={() => setCompleting(true)}
      />
      <div className="min-w-0 flex-1">
        <Link href={href(`/activities/${id}`)} className="block rounded-sm font-medium hover:underline">
          {name}
        </Link>
        <p className="mt-0.5 flex min-w-0 gap-1.5 text-sm">
          <ActivityWhen activity={activity} className="shrink-0" />
          <span className="truncate text-faint">{owner?.name ?? "No assignee"}</span>
        </p>
        {mayAct ? (
          <div className="mt-2.5 flex gap-1">
            <Button size="sm" onClick={() => setCompleting(true)}>
              Mark done
            </Button>
            <Reschedule activity={activity}>
              <Button size="sm" variant="ghost">
                Reschedule
              </Button>
            </Reschedule>
          </div>
        ) : null}
      </div>
      {completing ? <LazyCompleteDialog activity={activity} onClose={() => setCompleting(false)} /> : null}
    </div>
  );
}

function MorePlanned({ total, allHref }: { total: ListTotal; allHref: string }) {
  const { locale } = useWorkspace();
  const more = total === "1000+" ? total : total - 1;
  if (more !== "1000+" && more < 1) return null;
  return (
    <Link href={allHref} scroll={false} className="link flex h-[30px] w-fit items-center px-edge text-sm phone:h-11">
      {`and ${totalText(more, locale)} more planned`}
    </Link>
  );
}

function NextStepSkeleton() {
  return (
    <SkeletonRegion label="The next step is loading" className="flex flex-col gap-2 px-edge">
      <Skeleton className="w-52" />
      <Skeleton className="w-32" />
    </SkeletonRegion>
  );
}
