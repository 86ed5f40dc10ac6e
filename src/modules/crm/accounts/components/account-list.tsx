"use client";

import { getQueryKey } from "@trpc/react-query";
import { type ReactNode, useMemo } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { useMemberPicks } from "@/modules/platform/members/components/member-picker";
import { useListRows } from "@/trpc/list-rows";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { api } from "@/trpc/react";
import { useAccountEdits, useArchiveAccounts, useRestoreAccounts } from "../client";
import type { Account, AccountInput } from "../schema";
import { AccountBulkVerbs } from "./account-bulk-verbs";
import { AccountForm } from "./account-form";
import { AccountPeek } from "./account-peek";
import { useAccountPicks } from "./account-picker";
import { useIndustrySuggestions } from "./account-suggestions";
import { accountColumns, accountFilters, accountGroupings, accountSorts } from "./account-table";

const fieldNames = [
  "name",
  "domain",
  "website",
  "phone",
  "type",
  "industry",
  "employees",
  "annualRevenue",
  "owner",
  "parent",
  "createdAt",
];
const sortNames = accountSorts.map((sort) => sort.field);
const groupNames = accountGroupings.map((grouping) => grouping.field);

/** The page of all accounts; `verbs` draws what can be done with the one that is open beside it. */
export function AccountList({ verbs }: { verbs: (account: Account, close: () => void) => ReactNode }) {
  const at = useListLocale();
  const list = useListState({ fields: fieldNames, sortFields: sortNames, groups: groupNames, archives: true });
  const utils = api.useUtils();
  const { query, groups } = useListRows({
    list,
    key: getQueryKey(api.accounts.list),
    groupings: accountGroupings,
    flat: api.accounts.list.useInfiniteQuery(list.request, { ...listPages, enabled: list.state.group === null }),
    told: api.accounts.groups.useQuery(list.groupsRequest, listGroupsOf(list.state.group)),
    fetch: (part) => utils.client.accounts.list.query({ ...list.request, ...part }),
  });
  const members = useMemberPicks();
  const accounts = useAccountPicks();
  const industries = useIndustrySuggestions();
  const columns = useMemo(
    () => accountColumns(at, { members: members.search, accounts: accounts.search, industries }),
    [at, members, accounts, industries],
  );
  const filters = useMemo(() => accountFilters({ members, accounts }), [members, accounts]);
  const edits = useAccountEdits();
  const archive = useArchiveAccounts();
  const restore = useRestoreAccounts();

  const edit = (row: Account, column: string, value: unknown, label: string) =>
    edits.save(row, label, changeOf(row, column, value, at.currency) as Partial<AccountInput>);

  return (
    <ListPage
      entity="account"
      title="Accounts"
      noun="accounts"
      path="/accounts"
      create={{
        label: "New account",
        permission: "account:create",
        dialog: (given) => <AccountForm {...given} />,
      }}
      importPermission="record:import"
      purpose="An account is a company that you sell to."
      list={list}
      query={query}
      columns={columns}
      fields={filters}
      sortFields={accountSorts}
      groupFields={accountGroupings}
      groups={groups}
      onEdit={edit}
      onArchive={archive}
      onRestore={restore}
      bulkVerbs={(selection) => <AccountBulkVerbs {...selection} />}
      beside={(id, known, close) => <AccountPeek id={id} known={known} verbs={(account) => verbs(account, close)} />}
    />
  );
}

/** What a new value of a cell changes in the record. */
function changeOf(row: Account, column: string, value: unknown, currency: string): Record<string, unknown> {
  if (column === "owner" || column === "parent") return { [`${column}Id`]: value };
  if (column === "country") return { billingAddress: { ...row.billingAddress, country: value ?? "" } };
  if (column !== "annualRevenue" || value === null) return { [column]: value };
  return { annualRevenue: { amount: value, currency: row.annualRevenue?.currency ?? currency } };
}
