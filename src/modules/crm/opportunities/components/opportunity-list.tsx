"use client";

import { Archive } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { BulkVerb } from "@/components/data-table/bulk-bar";
import { formatMoney } from "@/components/data-table/field-entry";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { useWorkspace } from "@/components/layout/workspace-context";
import { listRequest } from "@/lib/list-request";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { api } from "@/trpc/react";
import { useAccountSearch } from "../../accounts/components/account-picker";
import { useArchiveOpportunities, useUpdateOpportunity } from "../client";
import type { Opportunity, OpportunityInput } from "../schema";
import { opportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { OpportunityForm } from "./opportunity-form";
import { opportunityColumns, opportunitySorts } from "./opportunity-table";
import { OpportunityViews } from "./opportunity-views";

const sortNames = opportunitySorts.map((sort) => sort.field);
const rowId = (row: Opportunity) => row.id;
const rowLabel = (row: Opportunity) => row.name;

/** All deals as a list. */
export function OpportunityList() {
  const { can, href, locale } = useWorkspace();
  const router = useRouter();
  const [creating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const list = useListState({ fields: opportunityFilterNames, sortFields: sortNames });
  const input = useDeferredValue(listRequest(list.state));
  const query = api.opportunities.list.useInfiniteQuery(input, {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
  const members = useMemberSearch();
  const accounts = useAccountSearch();
  const columns = useMemo(() => opportunityColumns(locale, { members, accounts }), [locale, members, accounts]);
  const filters = useOpportunityFilters();
  const update = useUpdateOpportunity();
  const archive = useArchiveOpportunities();

  async function edit(row: Opportunity, column: string, value: unknown): Promise<void> {
    const change: Record<string, unknown> = { [{ account: "accountId", owner: "ownerId" }[column] ?? column]: value };
    if (column === "amount" && value !== null) change.amount = { amount: value, currency: row.currency };
    await update.mutateAsync({ id: row.id, version: row.version, ...(change as Partial<OpportunityInput>) });
  }

  return (
    <>
      <ListPage
        title="Opportunities"
        noun="opportunities"
        locale={locale}
        create={can("opportunity:create") ? { label: "New opportunity", run: () => void setCreating(true) } : null}
        importHref={can("record:import") ? href("/settings/imports/new") : null}
        purpose="An opportunity is a deal on its way through your pipeline. Import the ones you have, or add the first by hand."
        views={<OpportunityViews current="list" />}
        phoneViews={<OpportunityViews current="list" />}
        list={list}
        query={query}
        columns={columns}
        fields={filters}
        sortFields={opportunitySorts}
        rowId={rowId}
        rowLabel={rowLabel}
        rowHref={(row) => href(`/opportunities/${row.id}`)}
        onOpen={(row) => router.push(href(`/opportunities/${row.id}`))}
        onEdit={edit}
        bulkSum={(rows) => sumText(rows, locale)}
        bulk={({ rows, clear }) => (
          <BulkVerb
            icon={<Archive aria-hidden />}
            onClick={() => {
              clear();
              void archive(rows);
            }}
          >
            Archive
          </BulkVerb>
        )}
      />
      <OpportunityForm
        open={creating}
        onOpenChange={(open) => void setCreating(open || null)}
        onCreated={(deal) => router.push(href(`/opportunities/${deal.id}`))}
      />
    </>
  );
}

/** Sums by currency; nothing is converted. */
function sumText(rows: readonly Opportunity[], locale: string): string {
  const sums = new Map<string, number>();
  for (const { amount } of rows)
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  return [...sums].map(([currency, minor]) => formatMoney(minor, currency, locale)).join(", ");
}
