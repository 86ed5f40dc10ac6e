"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import type { AccountFamilyProps } from "@/modules/crm/accounts/components/account-family";
import { apartText, sumText } from "@/modules/crm/opportunities/components/account-totals";
import { familyRequest } from "@/modules/crm/opportunities/components/related-requests";
import type { OpportunityTotals } from "@/modules/crm/opportunities/totals/schema";
import { api } from "@/trpc/react";

/**
 * Won and open amounts of every account in the tree. The sums cover the branch of the topmost account that the member
 * may open.
 */
export function useFamilyColumns(id: string): Pick<AccountFamilyProps, "columns" | "complete" | "note"> {
  const at = useListLocale();
  const family = api.accounts.family.useQuery({ id });
  const root = family.data?.members[0]?.id ?? id;
  const asked = { enabled: family.data !== undefined };
  const { data } = api.opportunities.accountTotals.useQuery(familyRequest(root, id), asked);
  const byId = new Map(data?.members.map((member) => [member.id, member.totals]));
  const column = (label: string, of: (totals: OpportunityTotals) => OpportunityTotals["won"]) => ({
    label,
    of: (member: string) => {
      const totals = byId.get(member);
      return totals ? sumText(of(totals), at) : "–";
    },
    together: data ? sumText(of(data.family), at) : "–",
  });
  const won = data && apartText(data.family.won, at);
  const open = data && apartText(data.family.open, at);
  const apart = [won ? `${won} won` : null, open ? `${open} open` : null].filter((part) => part !== null);
  return {
    columns: [column("Won", (totals) => totals.won), column("Open", (totals) => totals.open)],
    complete: data?.complete ?? true,
    note: apart.length > 0 ? `Not included in these sums: ${apart.join(", ")}.` : null,
  };
}
