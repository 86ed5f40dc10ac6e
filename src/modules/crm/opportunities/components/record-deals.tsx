"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Condition } from "@/lib/list";
import { totalText } from "@/lib/total-text";
import { api } from "@/trpc/react";
import { DealRows } from "./deal-rows";
import { dealStatuses, dealsRequest } from "./deals-request";

/** The deals of another record, as a tab of its page. */
export function RecordDeals({ of, accounts, purpose }: { of: Condition; accounts?: boolean; purpose: string }) {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(dealStatuses).withDefault("all"));
  return (
    <DealRows
      of={of}
      status={status}
      onStatusChange={(next) => void setStatus(next)}
      accounts={accounts ?? false}
      purpose={purpose}
    />
  );
}

/** How many deals that are, exact to 1,000. */
export function DealsCount({ of }: { of: Condition }) {
  const { locale } = useWorkspace();
  const query = api.opportunities.list.useInfiniteQuery(dealsRequest(of, "all"), {
    getNextPageParam: (page) => page.nextCursor,
  });
  const total = query.data?.pages[0]?.total;
  if (total === undefined) return null;
  return totalText(total, locale);
}
