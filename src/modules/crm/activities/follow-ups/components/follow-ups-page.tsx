"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ListEnd } from "@/components/data-table/list-end";
import { useShortcut } from "@/components/layout/keyboard";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { PageHeader } from "@/components/layout/page-header";
import { PageTabs } from "@/components/layout/page-tabs";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { totalText } from "@/lib/total-text";
import { NounSamples } from "@/modules/platform/data/records/components/noun-samples";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import {
  type FollowUpKind,
  type FollowUpScope,
  followUpKinds,
  followUpReasons,
  followUpScopes,
  followUpsRequest,
  reasonLabels,
} from "../rules";
import type { FollowUp } from "../schema";
import { FollowUpLine } from "./follow-up-line";
import { useFollowUpPlan } from "./use-follow-up-plan";

const labels: Record<FollowUpScope, string> = { mine: "Mine", teams: "My teams", all: "All" };
const kindLabels: Record<FollowUpKind, string> = { opportunity: "Opportunities", contact: "Contacts" };
const everything = "all";

/** The records without a next step that somebody owns, those that wait for the longest time first. */
export function FollowUpsPage() {
  const { href } = useWorkspace();
  const [scope] = useQueryState("scope", parseAsStringLiteral(followUpScopes).withDefault("mine"));
  const [reason, setReason] = useQueryState("reason", parseAsStringLiteral(followUpReasons));
  const [entity, setEntity] = useQueryState("entity", parseAsStringLiteral(followUpKinds));
  const { onPlan, form } = useFollowUpPlan();
  const request = followUpsRequest({ scope, entity, reason });
  const tabs = followUpScopes.map((one) => ({
    id: one,
    label: labels[one],
    href: href(`/follow-ups?${new URLSearchParams(followUpsRequest({ scope: one, entity, reason }))}`),
    current: one === scope,
  }));
  return (
    <>
      <PageHeader title="Follow-ups" count={<Count request={request} />} />
      <PageTabs label="Whose follow-ups" tabs={tabs}>
        <Select
          aria-label="Records"
          quiet
          size="sm"
          value={entity ?? everything}
          onValueChange={(next) => void setEntity(followUpKinds.find((one) => one === next) ?? null)}
          options={[
            { value: everything, label: "All records" },
            ...followUpKinds.map((value) => ({ value, label: kindLabels[value] })),
          ]}
        />
        <Select
          aria-label="Reason"
          quiet
          size="sm"
          value={reason ?? everything}
          onValueChange={(next) => void setReason(followUpReasons.find((one) => one === next) ?? null)}
          options={[
            { value: everything, label: "All reasons" },
            ...followUpReasons.map((value) => ({ value, label: reasonLabels[value] })),
          ]}
        />
      </PageTabs>
      <FollowUpList request={request} onPlan={onPlan} />
      {form}
    </>
  );
}

type Request = ReturnType<typeof followUpsRequest>;

function Count({ request }: { request: Request }) {
  const { locale } = useWorkspace();
  const { data } = useQuery(useApi().followUps.count.queryOptions(request));
  if (!data) return null;
  return totalText(data.capped ? "1000+" : data.total, locale);
}

interface FollowUpListProps {
  request: Request;
  onPlan: ((item: FollowUp) => void) | null;
}

function FollowUpList({ request, onPlan }: FollowUpListProps) {
  const { zone: timeZone } = useWorkspace();
  const query = useInfiniteQuery(useApi().followUps.list.infiniteQueryOptions(request, listPages));
  const items = query.data?.pages.flatMap((page) => page.items);
  useLineKeys(items ?? [], onPlan);
  if (query.error && !items) return <QueryFailed title="The follow-up list could not be loaded" query={query} />;
  if (!items) return <ListSkeleton />;
  if (items.length === 0)
    return (
      <EmptyState
        title={"reason" in request || "entity" in request ? "No follow-ups of this kind" : "Everything has a next step"}
        actions={<NounSamples entity="opportunity" />}
      >
        Open opportunities and contacts that you sell to appear here when nobody has planned what comes next.
      </EmptyState>
    );
  return (
    <section aria-label="Follow-ups" className="min-h-0 flex-1 overflow-y-auto" {...keyboardScroll}>
      <ul>
        {items.map((item) => (
          <FollowUpLine
            key={item.id}
            item={item}
            timeZone={query.data?.pages[0]?.timeZone ?? timeZone}
            onPlan={onPlan}
          />
        ))}
      </ul>
      <ListEnd query={query}>
        <ListSkeleton />
      </ListEnd>
    </section>
  );
}

/** The keys act on the line with the focus. */
function useLineKeys(items: readonly FollowUp[], onPlan: FollowUpListProps["onPlan"]) {
  const lines = () => [...document.querySelectorAll<HTMLElement>("[data-line]")];
  const at = () => lines().findIndex((line) => line.contains(document.activeElement));
  const step = (by: 1 | -1) => {
    const [all, place] = [lines(), at()];
    const next = place < 0 ? 0 : Math.min(all.length - 1, Math.max(0, place + by));
    all[next]?.querySelector<HTMLElement>("[data-open]")?.focus();
  };
  const group = "Follow-ups";
  useShortcut({ keys: "j", label: "Next record", group, run: () => step(1) });
  useShortcut({ keys: "k", label: "Previous record", group, run: () => step(-1) });
  useShortcut({
    keys: "p",
    label: "Plan an activity",
    group,
    run: () => {
      const item = items.find(({ id }) => id === lines()[at()]?.dataset.line);
      if (item) onPlan?.(item);
    },
  });
}

function ListSkeleton() {
  return (
    <SkeletonRegion label="Loading follow-ups">
      {["w-64", "w-80", "w-56", "w-72"].map((width) => (
        <div key={width} className="flex h-13 items-center gap-3 border-border-soft border-b px-edge">
          <span className="size-5 rounded-sm bg-surface-press" />
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonRegion>
  );
}
