"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ListLocale } from "@/components/data-table/list-locale";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { changeOf, fieldSorts } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/zod";
import { useFieldContext } from "@/modules/platform/records/components/use-field-context";
import { useListRows } from "@/trpc/list-rows";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { useApi, useApiClient } from "@/trpc/react";
import { useArchiveOpportunities, useOpportunityEdits, useRestoreOpportunities } from "../client";
import { type Opportunity, opportunities } from "../schema";
import { shownAmounts } from "../totals/rules";
import { OpportunityBulkActions } from "./opportunity-bulk-actions";
import { useOpportunityFilterNames, useOpportunityFilters } from "./opportunity-filters";
import { OpportunityForm } from "./opportunity-form";
import { useOpportunityGroupings } from "./opportunity-groupings";
import { OpportunityPeek } from "./opportunity-peek";
import { opportunityColumns } from "./opportunity-table";
import { OpportunityViews } from "./opportunity-views";
import { SumWithOthers } from "./other-sums";

/** All opportunities as a list. */
export function OpportunityList() {
  const api = useApi();
  const server = useApiClient();
  const at = useFieldContext(opportunities.head);
  const noun = useNoun(opportunities);
  const sorts = useMemo(() => fieldSorts(noun.allFields), [noun]);
  const groupings = useOpportunityGroupings();
  const list = useListState({
    fields: useOpportunityFilterNames(),
    sortFields: useMemo(() => sorts.map(({ field }) => field), [sorts]),
    groups: useMemo(() => groupings.map(({ field }) => field), [groupings]),
    archives: true,
  });
  const sums = useCallback(
    (amounts: readonly Money[]) => ({
      amount: (
        <SumWithOthers
          label="Value, other currencies"
          sums={shownAmounts(amounts, at.currency).map((total) => ({ total }))}
        />
      ),
    }),
    [at],
  );
  const { query, groups } = useListRows({
    list,
    key: api.opportunities.list.pathKey(),
    groupings,
    flat: useInfiniteQuery(
      api.opportunities.list.infiniteQueryOptions(list.request, { ...listPages, enabled: list.state.group === null }),
    ),
    groupsQuery: useQuery(api.opportunities.groups.queryOptions(list.groupsRequest, listGroupsOf(list.state.group))),
    fetch: (part) => server.opportunities.list.query({ ...list.request, ...part }),
    sums,
  });
  const { group } = list.state;
  const columns = useMemo(() => opportunityColumns(noun.allFields, at, group), [noun, at, group]);
  const filters = useOpportunityFilters();
  const edits = useOpportunityEdits();
  const archive = useArchiveOpportunities();
  const restore = useRestoreOpportunities();

  return (
    <ListPage<Opportunity>
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
      purpose="An opportunity is a sale on its way through your pipeline."
      list={list}
      query={query}
      columns={columns}
      fields={filters}
      sortFields={sorts}
      groupFields={groupings}
      groups={groups}
      onEdit={(row, column, value, label) => edits.save(row, label, changeOf(noun.fields, at, { row, column, value }))}
      onArchive={archive}
      onRestore={restore}
      beside={(id, known, close) => <OpportunityPeek id={id} known={known} onClose={close} />}
      views={<OpportunityViews current="list" />}
      bulkActions={(selection) => <OpportunityBulkActions {...selection} />}
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
