"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { useDayText } from "@/components/ui/use-day-text";
import { moneyText } from "@/lib/money";
import { useApi } from "@/trpc/react";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";
import { openRequest } from "./related-requests";

/** The next open opportunities of an account, the nearest close date first. */
export function OpenOpportunities({ accountId }: { accountId: string }) {
  const api = useApi();
  const { href } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const { stages } = useStages();
  const query = useQuery(api.opportunities.list.queryOptions(openRequest(accountId)));
  return (
    <ShortList
      title="Open opportunities"
      query={query}
      rows={query.data?.rows}
      total={query.data?.total}
      none="No open opportunity with this account."
      failed="The open opportunities could not be loaded."
      allHref={href(`/accounts/${accountId}?tab=opportunities&status=open`)}
    >
      {(row) => {
        const stage = stages.get(row.stageId);
        return (
          <li key={row.id}>
            <Link
              href={href(`/opportunities/${row.id}`)}
              className="flex h-[30px] items-center gap-2 px-edge outline-offset-[-2px] transition-colors duration-instant hover:bg-surface-hover phone:h-11"
            >
              {stage ? (
                <>
                  <StageMark stage={stage} />
                  <span className="sr-only">{`${stage.name}: `}</span>
                </>
              ) : null}
              <span className="min-w-0 flex-1 truncate">{row.name}</span>
              {row.expectedCloseDate ? (
                <span className="shrink-0 text-faint text-sm">{day(row.expectedCloseDate)}</span>
              ) : null}
              <span className="min-w-14 shrink-0 text-right">{moneyText(row.amount, at)}</span>
            </Link>
          </li>
        );
      }}
    </ShortList>
  );
}
