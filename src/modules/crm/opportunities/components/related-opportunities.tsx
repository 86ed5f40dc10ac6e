"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import { Segmented } from "@/components/ui/segmented";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import type { Condition } from "@/lib/list-filter";
import { moneyText } from "@/lib/money";
import { capital } from "@/lib/text";
import { RelatedRecords } from "@/modules/platform/data/records/components/noun-related";
import { StageBadge } from "../../pipelines/components/stage-badge";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import { relatedRequest, relatedStatuses } from "./related-requests";

const options = relatedStatuses.map((value) => ({ value, label: capital(value) }));

interface RelatedOpportunitiesProps {
  /** The condition: opportunities of an account, or with a product. */
  of: Condition;
  /** Whether rows show their account; off when all have the same. */
  accounts?: boolean;
  /** Shown below the names of these rows, by id. */
  notes?: ReadonlyMap<string, ReactNode> | undefined;
  /** Text of the empty state, when there are none at all. */
  purpose: string;
}

/** The opportunities of another record, as a tab of its page: with stage, date and amount, the latest move first. */
export function RelatedOpportunities({ of, accounts = false, notes, purpose }: RelatedOpportunitiesProps) {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(relatedStatuses).withDefault("all"));
  const none = { title: `No ${status} opportunities`, text: "No opportunities match the filter above." };
  return (
    <>
      <div className="flex h-10 shrink-0 items-center px-edge hairline-b hairline-soft phone:h-14">
        <Segmented
          aria-label="Status"
          options={options}
          value={status}
          onValueChange={(next) => void setStatus(next)}
        />
      </div>
      <RelatedRecords
        noun={declared}
        of={of}
        request={(some) => relatedRequest(some, status)}
        row={(record) => <OpportunityRow row={record as Opportunity} account={accounts} note={notes?.get(record.id)} />}
        purpose={purpose}
        none={status === "all" ? undefined : none}
      />
    </>
  );
}

function OpportunityRow({ row, account, note }: { row: Opportunity; account: boolean; note: ReactNode }) {
  const { href } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const date = row.actualCloseDate ?? row.expectedCloseDate;
  const amount = moneyText(row.amount, at);
  return (
    <Link
      href={href(`/opportunities/${row.id}`)}
      className={cn(
        "grid grid-cols-[minmax(0,1fr)_136px_92px_20px_minmax(72px,auto)] items-center gap-x-3 px-edge outline-offset-[-2px] transition-colors duration-instant hover:bg-surface-hover phone:grid-cols-[minmax(0,1fr)_auto] phone:content-center phone:gap-y-0.5",
        note ? "min-h-12 py-1.5" : "h-row phone:h-[60px]",
      )}
    >
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="truncate">
          <span className="font-medium">{row.name}</span>{" "}
          {account ? (
            <span className="ml-1 text-muted phone:hidden">
              {row.account ? <ReferenceName of={row.account} /> : "No account"}
            </span>
          ) : null}
        </span>
        {note}
      </span>
      <span className="hidden text-right phone:block">{amount}</span>
      <span className="flex min-w-0 items-center">
        <StageBadge stageId={row.stageId} />
        {account && row.account ? (
          <span className="ml-1.5 hidden truncate text-muted phone:block">
            <ReferenceName of={row.account} />
          </span>
        ) : null}
      </span>
      <span className="truncate text-right text-muted">{date ? day(date) : "–"}</span>
      <span className="phone:hidden">
        {row.owner ? <PersonMark person={row.owner} /> : <span className="block w-5 text-center text-faint">–</span>}
      </span>
      <span className="text-right phone:hidden">{amount}</span>
    </Link>
  );
}
