"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Condition } from "@/lib/list";
import { totalText } from "@/lib/total-text";
import { useApi } from "@/trpc/react";
import { OpportunityRows, type OpportunityRowsProps } from "./opportunity-rows";
import { relatedRequest, relatedStatuses } from "./related-requests";

/** The opportunities of another record, as a tab of its page. */
export function RelatedOpportunities({
  of,
  accounts,
  notes,
  purpose,
}: Pick<OpportunityRowsProps, "of" | "accounts" | "notes" | "purpose">) {
  const [status, setStatus] = useQueryState("status", parseAsStringLiteral(relatedStatuses).withDefault("all"));
  return (
    <OpportunityRows
      of={of}
      status={status}
      onStatusChange={(next) => void setStatus(next)}
      accounts={accounts ?? false}
      notes={notes}
      purpose={purpose}
    />
  );
}

/** The number of these opportunities, exact to 1,000. */
export function RelatedCount({ of }: { of: Condition }) {
  const api = useApi();
  const { locale } = useWorkspace();
  const query = useInfiniteQuery(
    api.opportunities.list.infiniteQueryOptions(relatedRequest(of, "all"), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const total = query.data?.pages[0]?.total;
  if (total === undefined) return null;
  return totalText(total, locale);
}
