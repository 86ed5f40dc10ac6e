"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { notify } from "@/components/ui/toast";
import { totalText } from "@/lib/total-text";
import { type RelatedRequest, useRelatedRecords } from "@/modules/platform/data/records/components/noun-related";
import { RelatedFrame, RelatedRows } from "@/modules/platform/data/records/components/noun-related-frame";
import type { RelatedProps } from "@/modules/platform/data/records/components/noun-screen";
import { activities } from "../fields";
import { relatedRequests } from "./activity-requests";
import { ActivityRow } from "./activity-row";
import { LazyActivityForm } from "./lazy-layers";

const useActivities = (of: RelatedProps["of"], request: RelatedRequest) =>
  useRelatedRecords({ noun: activities, of, request });
type Part = ReturnType<typeof useActivities>;

/** The activities of another record, as a tab of its page: the open ones first, the next one on top. */
export function RelatedActivities({ of, to }: RelatedProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PlanBar to={to} />
      <ActivityParts of={of} to={to} />
    </div>
  );
}

function ActivityParts({ of, to }: RelatedProps) {
  const open = useActivities(of, relatedRequests.open);
  const over = useActivities(of, relatedRequests.over);
  const parts = [
    { title: "Open", query: open },
    { title: "Done", query: over },
  ].filter(({ query }) => query.data?.pages[0]?.rows.length);
  const empty = (
    <EmptyState line={false} title="No activities yet">
      {`Calls, meetings, tasks and notes about this ${to.one} appear here.`}
    </EmptyState>
  );
  return (
    <RelatedFrame head={activities.head} queries={[open, over]} empty={empty}>
      {parts.map(({ title, query }) => (
        <ActivityPart key={title} title={title} query={query} of={to.id} />
      ))}
    </RelatedFrame>
  );
}

function PlanBar({ to }: Pick<RelatedProps, "to">) {
  const [planning, setPlanning] = useState(false);
  const { can, readsOnly } = useWorkspace();
  if (readsOnly || !can("activity:create")) return null;
  return (
    <div className="flex h-10 shrink-0 items-center justify-end px-edge hairline-b hairline-soft phone:h-14">
      <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setPlanning(true)}>
        New activity
      </Button>
      <LazyActivityForm
        open={planning}
        onOpenChange={setPlanning}
        about={to}
        onCreated={({ name }) => notify.success(`${name} created`)}
      />
    </div>
  );
}

function ActivityPart({ title, query, of }: { title: string; query: Part; of: string }) {
  const { locale } = useWorkspace();
  const { pages } = query.data ?? { pages: [] };
  const total = pages[0]?.total;
  return (
    <section aria-label={title}>
      <SectionHead title={title} count={total === undefined ? undefined : totalText(total, locale)} />
      <RelatedRows rows={pages.flatMap(({ rows }) => rows)} query={query}>
        {(activity) => <ActivityRow activity={activity} of={of} />}
      </RelatedRows>
    </section>
  );
}
