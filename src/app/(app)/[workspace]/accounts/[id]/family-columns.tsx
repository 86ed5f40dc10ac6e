"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { sumTexts } from "@/modules/crm/opportunities/components/account-totals";
import { familyRequest } from "@/modules/crm/opportunities/components/related-requests";
import type { OpportunityTotals } from "@/modules/crm/opportunities/totals/schema";
import type { NounFamilyProps } from "@/modules/platform/data/records/components/noun-family";
import { useApi } from "@/trpc/react";

/**
 * Won and open amounts of every account in the tree. The sums cover the branch of the topmost account that the member
 * may open.
 */
export function useFamilyColumns(id: string): Required<Pick<NounFamilyProps, "columns" | "complete">> {
  const api = useApi();
  const at = useListLocale();
  const family = useQuery(api.accounts.family.queryOptions({ id }));
  const root = family.data?.members[0]?.id ?? id;
  const asked = { enabled: family.data !== undefined };
  const { data } = useQuery(api.opportunities.accountTotals.queryOptions(familyRequest(root, id), asked));
  const byId = new Map(data?.members.map((member) => [member.id, member.totals]));
  const lines = (sums: OpportunityTotals["won"]) =>
    sumTexts(sums, at).map((text) => (
      <span key={text} className="block whitespace-nowrap">
        {text}
      </span>
    ));
  const column = (label: string, of: (totals: OpportunityTotals) => OpportunityTotals["won"]) => ({
    label,
    of: (member: string) => {
      const totals = byId.get(member);
      return totals ? lines(of(totals)) : "–";
    },
    together: data ? lines(of(data.family)) : "–",
  });
  return {
    columns: [column("Won", (totals) => totals.won), column("Open", (totals) => totals.open)],
    complete: data?.complete ?? true,
  };
}
