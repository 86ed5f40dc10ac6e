"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { emptyTexts } from "@/components/data-table/empty-texts";
import { ListEnd } from "@/components/data-table/list-end";
import { useListLocale } from "@/components/data-table/list-locale";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PersonMark } from "@/components/ui/person";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import type { Condition } from "@/lib/list";
import { formatMoney } from "@/lib/money";
import { useApi } from "@/trpc/react";
import { StageBadge } from "../../pipelines/components/stage-badge";
import type { Opportunity } from "../schema";
import { type RelatedStatus, relatedRequest } from "./related-requests";

const statuses = [
  { value: "all", label: "All" },
  { value: "open", label: "Open" },
  { value: "won", label: "Won" },
  { value: "lost", label: "Lost" },
] as const;

export interface OpportunityRowsProps {
  /** The condition: opportunities of an account, or with a product. */
  of: Condition;
  status: RelatedStatus;
  onStatusChange(status: RelatedStatus): void;
  /** Whether rows show their account; off when all have the same. */
  accounts?: boolean;
  /** Shown below the names of these rows, by id. */
  notes?: ReadonlyMap<string, ReactNode> | undefined;
  /** Text of the empty state, when there are none at all. */
  purpose: string;
}

/** Opportunities as rows with stage, date and amount, the latest move first. */
export function OpportunityRows({
  of,
  status,
  onStatusChange,
  accounts = false,
  notes,
  purpose,
}: OpportunityRowsProps) {
  const api = useApi();
  const query = useInfiniteQuery(
    api.opportunities.list.infiniteQueryOptions(relatedRequest(of, status), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (previous) => previous,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const none = rows.length === 0 && !query.isPending && !query.error;
  const { visibility } = useWorkspace();
  const nothing = emptyTexts(visibility.opportunity ?? "all", "opportunities", purpose);
  return (
    <section aria-label="Opportunities" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center px-edge hairline-b hairline-soft phone:h-14">
        <Segmented aria-label="Status" options={statuses} value={status} onValueChange={onStatusChange} />
      </div>
      {query.isPending ? <RowsSkeleton /> : null}
      {query.error && rows.length === 0 ? (
        <QueryFailed title="The opportunities could not be loaded" query={query} />
      ) : null}
      {none ? (
        <EmptyState line={false} title={status === "all" ? nothing.title : `No ${status} opportunities`}>
          {status === "all" ? nothing.text : "No opportunities match the filter above."}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto phone:overflow-visible">
          <ul>
            {rows.map((row) => (
              <OpportunityRow key={row.id} row={row} account={accounts} note={notes?.get(row.id)} />
            ))}
          </ul>
          <ListEnd query={query}>
            <span className="flex h-row items-center px-edge">
              <Skeleton className="w-40" />
            </span>
          </ListEnd>
        </div>
      ) : null}
    </section>
  );
}

function OpportunityRow({ row, account, note }: { row: Opportunity; account: boolean; note: ReactNode }) {
  const { href } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const date = row.actualCloseDate ?? row.expectedCloseDate;
  const amount = row.amount ? formatMoney(row.amount.amount, row.amount.currency, at) : "–";
  return (
    <li className="hairline-b hairline-soft">
      <Link
        href={href(`/opportunities/${row.id}`)}
        className={cn(
          "grid grid-cols-[minmax(0,1fr)_136px_92px_20px_minmax(72px,auto)] items-center gap-x-3 px-edge outline-offset-[-2px] transition-colors duration-instant hover:bg-surface-hover phone:grid-cols-[minmax(0,1fr)_auto] phone:content-center phone:gap-y-0.5",
          note ? "min-h-12 py-1.5" : "h-row phone:h-[60px]",
        )}
      >
        <span className="flex min-w-0 flex-col gap-0.5">
          <span className="truncate">
            <span className="font-medium">{row.name}</span>
            {account ? <span className="ml-2 text-muted phone:hidden">{row.account?.name ?? "No account"}</span> : null}
          </span>
          {note}
        </span>
        <span className="hidden text-right phone:block">{amount}</span>
        <span className="flex min-w-0 items-center">
          <StageBadge stageId={row.stageId} />
          {account && row.account ? (
            <span className="ml-1.5 hidden truncate text-muted phone:block">{row.account.name}</span>
          ) : null}
        </span>
        <span className="truncate text-right text-muted">{date ? day(date) : "–"}</span>
        <span className="phone:hidden">
          {row.owner ? <PersonMark person={row.owner} /> : <span className="block w-5 text-center text-faint">–</span>}
        </span>
        <span className="text-right phone:hidden">{amount}</span>
      </Link>
    </li>
  );
}

function RowsSkeleton() {
  return (
    <SkeletonRegion label="Opportunities are loading">
      {[64, 48, 56, 40, 60, 44].map((width) => (
        <div key={width} className="flex h-row items-center gap-3 px-edge hairline-b hairline-soft phone:h-[60px]">
          <span className="flex-1">
            <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
          </span>
          <Skeleton className="w-20" />
          <Skeleton className="w-14" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
