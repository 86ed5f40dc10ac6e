"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue } from "react";
import { FilterRow } from "@/components/data-table/filter-row";
import { useListLocale } from "@/components/data-table/list-locale";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { PageHeader } from "@/components/layout/page-header";
import { PageTabs } from "@/components/layout/page-tabs";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/cn";
import { planKeys } from "@/lib/plans";
import { useApi } from "@/trpc/react";
import { staffPages, type WorkspaceLine } from "../client";
import { type WorkspaceAlert, type WorkspacesShown, workspaceSorts, workspacesShown } from "../schema";
import { alertLabels, CustomerDay, DeletionMark, ofMost, planLabel, StandingMark } from "./workspace-words";

const shownLabels: Readonly<Record<WorkspacesShown, string>> = {
  all: "All",
  trial: "Trials",
  past_due: "Past due",
  suspended: "Suspended",
  ending: "To be deleted",
  alerts: "With alerts",
  access: "Access granted",
};
const anyPlan = "any";
const planOptions = [
  { value: anyPlan, label: "Every plan" },
  ...planKeys.map((value) => ({ value, label: planLabel(value) })),
];
const sortOptions = [
  { value: "name", label: "By name" },
  { value: "newest", label: "Newest first" },
  { value: "activity", label: "Last activity" },
] as const satisfies readonly { value: (typeof workspaceSorts)[number]; label: string }[];

const place = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(workspacesShown).withDefault("all"),
  plan: parseAsStringLiteral(planKeys),
  sort: parseAsStringLiteral(workspaceSorts).withDefault("name"),
};

/** Every workspace of the platform: search, state, plan, seats, activity and alerts. */
export function WorkspacesPage() {
  const api = useApi();
  const { locale } = useListLocale();
  const [{ q, show, plan, sort }, setPlace] = useQueryStates(place);
  const wanted = useDeferredValue(q.trim().slice(0, 200));
  const filter = { ...(wanted ? { q: wanted } : {}), ...(plan ? { plan } : {}) };
  const counts = useQuery(api.staff.counts.queryOptions(filter)).data;
  const query = useInfiniteQuery(api.staff.workspaces.infiniteQueryOptions({ ...filter, show, sort }, staffPages));
  const tabs = workspacesShown.map((id) => {
    const kept = new URLSearchParams({
      ...(q ? { q } : {}),
      ...(plan ? { plan } : {}),
      ...(sort === "name" ? {} : { sort }),
      ...(id === "all" ? {} : { show: id }),
    });
    const href = kept.size > 0 ? `/staff?${kept}` : "/staff";
    return { id, label: shownLabels[id], href, count: counts?.[id], current: id === show };
  });
  return (
    <>
      <PageHeader title="Workspaces" count={counts?.[show].toLocaleString(locale)} />
      <PageTabs label="States" tabs={tabs} />
      <FilterRow className="py-2 hairline-b">
        <SearchInput
          label="Search workspaces"
          placeholder="Name, address or a member's e-mail"
          value={q}
          onChange={(text) => void setPlace({ q: text || null })}
          className="w-72 phone:w-full"
        />
        <Select
          size="sm"
          quiet
          aria-label="Plan"
          className="w-36"
          options={planOptions}
          value={plan ?? anyPlan}
          onValueChange={(value) => void setPlace({ plan: planKeys.find((key) => key === value) ?? null })}
        />
        <Select
          size="sm"
          quiet
          aria-label="Order"
          className="w-36"
          options={sortOptions}
          value={sort}
          onValueChange={(value) => void setPlace({ sort: value })}
        />
      </FilterRow>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <QueryTable
          label="Workspaces"
          query={query}
          columns={columnsIn(locale)}
          keyOf={({ id }) => id}
          empty={
            <EmptyState title="No workspaces found" line={false}>
              {wanted || plan || show !== "all"
                ? "No workspace matches the search and the filters. Change the search or remove a filter."
                : "Workspaces are listed here as soon as somebody creates one."}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}

const columnsIn = (locale: string): PlainColumn<WorkspaceLine>[] => [
  { label: "Workspace", cell: (row) => <NameCell row={row} locale={locale} /> },
  {
    label: "Plan",
    width: 88,
    desk: true,
    wide: true,
    cell: ({ plan }) => <span className="text-muted">{planLabel(plan)}</span>,
  },
  { label: "Status", width: 200, desk: true, cell: (row) => <StatusCell row={row} /> },
  { label: "Seats", width: 72, desk: true, right: true, cell: ({ seats }) => ofMost(seats, locale) },
  { label: "Active, 7 days", width: 88, desk: true, wide: true, right: true, cell: (row) => row.activeMembers },
  {
    label: "Records",
    width: 72,
    desk: true,
    wide: true,
    right: true,
    cell: ({ records }) => `${records.count.toLocaleString(locale)}${records.more ? "+" : ""}`,
  },
  { label: "Alerts", width: 144, desk: true, cell: (row) => <Alerts row={row} /> },
  { label: "Last activity", width: 80, desk: true, wide: true, right: true, time: ({ lastActiveAt }) => lastActiveAt },
];

function NameCell({ row, locale }: { row: WorkspaceLine; locale: string }) {
  return (
    <Link href={`/staff/workspaces/${row.id}`} className="flex min-w-0 items-center gap-2 rounded-sm phone:gap-3">
      <NameMark name={row.name} />
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium phone:line-clamp-2 phone:whitespace-normal">{row.name}</span>
          <span className="truncate text-faint text-sm narrow:hidden">{row.slug}</span>
        </span>
        <span className="block text-muted text-sm wide:hidden phone:hidden">{planLabel(row.plan)}</span>
        <span className="block truncate text-muted text-sm desk:hidden">
          {planLabel(row.plan)}, {ofMost(row.seats, locale)} seats
        </span>
        <span className="mt-1 block text-sm desk:hidden">
          <StatusCell row={row} />
        </span>
      </span>
    </Link>
  );
}

function StatusCell({ row }: { row: WorkspaceLine }) {
  const since = row.standing === "trial" ? row.trialEndsAt : row.pastDueSince;
  return (
    <span className="flex min-w-0 items-center gap-x-2 gap-y-0.5 phone:flex-wrap">
      <StandingMark standing={row.standing} />
      <DeletionMark at={row.deletionDueAt} timeZone={row.timeZone} />
      {since ? (
        <span className="whitespace-nowrap text-faint text-sm phone:hidden">
          {row.standing === "trial" ? "until " : "since "}
          <CustomerDay at={since} timeZone={row.timeZone} />
        </span>
      ) : null}
      {row.suspendedReason ? (
        <span className="min-w-0 truncate text-muted text-sm phone:w-full" title={row.suspendedReason}>
          {row.suspendedReason}
        </span>
      ) : null}
      <span className="desk:hidden">
        <Alerts row={row} quiet />
      </span>
    </span>
  );
}

const grave: ReadonlySet<WorkspaceAlert> = new Set(["unpaid", "deletionLate"]);

function Alerts({ row, quiet = false }: { row: WorkspaceLine; quiet?: boolean }) {
  const [first, ...more] = row.alerts;
  if (!first) return quiet ? null : <span className="text-faint">–</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <CircleAlert aria-hidden className={cn("size-3.5 shrink-0", grave.has(first) ? "text-danger" : "text-warning")} />
      <span className="truncate">{alertLabels[first]}</span>
      {more.length > 0 ? (
        <span className="text-faint text-sm" title={more.map((alert) => alertLabels[alert]).join(", ")}>
          +{more.length}
        </span>
      ) : null}
    </span>
  );
}
