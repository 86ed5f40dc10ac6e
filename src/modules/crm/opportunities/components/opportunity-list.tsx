"use client";

import { getQueryKey } from "@trpc/react-query";
import { useCallback, useMemo } from "react";
import { type ListLocale, useListLocale } from "@/components/data-table/list-locale";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/zod";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { useNounPicks } from "@/modules/platform/records/components/noun-picks";
import { useListRows } from "@/trpc/list-rows";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { api } from "@/trpc/react";
import { useArchiveOpportunities, useOpportunityEdits, useRestoreOpportunities } from "../client";
import type { Opportunity, OpportunityInput } from "../schema";
import { OpportunityBulkVerbs } from "./opportunity-bulk-verbs";
import { opportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { OpportunityForm } from "./opportunity-form";
import { useOpportunityGroupings } from "./opportunity-groupings";
import { OpportunityPeek } from "./opportunity-peek";
import { opportunityColumns, opportunitySorts } from "./opportunity-table";
import { OpportunityViews } from "./opportunity-views";

const sortNames = opportunitySorts.map((sort) => sort.field);
const groupNames = ["stage", "status", "owner"];

/** All deals as a list. */
export function OpportunityList() {
  const at = useListLocale();
  const list = useListState({
    fields: opportunityFilterNames,
    sortFields: sortNames,
    groups: groupNames,
    archives: true,
  });
  const utils = api.useUtils();
  const groupings = useOpportunityGroupings();
  const sums = useCallback(
    (amounts: readonly Money[]) => ({
      amount: amounts.map((sum) => formatMoney(sum.amount, sum.currency, at)).join(", "),
    }),
    [at],
  );
  const { query, groups } = useListRows({
    list,
    key: getQueryKey(api.opportunities.list),
    groupings,
    flat: api.opportunities.list.useInfiniteQuery(list.request, { ...listPages, enabled: list.state.group === null }),
    told: api.opportunities.groups.useQuery(list.groupsRequest, listGroupsOf(list.state.group)),
    fetch: (part) => utils.client.opportunities.list.query({ ...list.request, ...part }),
    sums,
  });
  const members = useMemberSearch();
  const accounts = useNounPicks("account").search;
  const columns = useMemo(() => opportunityColumns(at, { members, accounts }), [at, members, accounts]);
  const filters = useOpportunityFilters();
  const edits = useOpportunityEdits();
  const archive = useArchiveOpportunities();
  const restore = useRestoreOpportunities();

  function edit(row: Opportunity, column: string, value: unknown, label: string): Promise<void> {
    const change: Record<string, unknown> = { [{ account: "accountId", owner: "ownerId" }[column] ?? column]: value };
    if (column === "amount" && value !== null) change.amount = { amount: value, currency: row.currency };
    return edits.save(row, label, change as Partial<OpportunityInput>);
  }

  return (
    <ListPage
      entity="opportunity"
      title="Opportunities"
      noun="opportunities"
      path="/opportunities"
      create={{
        label: "New opportunity",
        permission: "opportunity:create",
        dialog: (given) => <OpportunityForm {...given} />,
      }}
      importPermission="record:import"
      purpose="An opportunity is a deal on its way through your pipeline."
      list={list}
      query={query}
      columns={columns}
      fields={filters}
      sortFields={opportunitySorts}
      groupFields={groupings}
      groups={groups}
      onEdit={edit}
      onArchive={archive}
      onRestore={restore}
      beside={(id, known, close) => <OpportunityPeek id={id} known={known} onClose={close} />}
      views={<OpportunityViews current="list" />}
      bulkVerbs={(selection) => <OpportunityBulkVerbs {...selection} />}
      bulkSum={(rows) => sumText(rows, at)}
    />
  );
}

/** Sums by currency; nothing is converted. */
function sumText(rows: readonly Opportunity[], at: ListLocale): string {
  const sums = new Map<string, number>();
  for (const { amount } of rows)
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  return [...sums].map(([currency, minor]) => formatMoney(minor, currency, at)).join(", ");
}
