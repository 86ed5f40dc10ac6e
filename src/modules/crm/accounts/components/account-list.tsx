"use client";

import { Archive } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { BulkVerb } from "@/components/data-table/bulk-bar";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { useWorkspace } from "@/components/layout/workspace-context";
import { listRequest } from "@/lib/list-request";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { api } from "@/trpc/react";
import { useArchiveAccounts, useUpdateAccount } from "../client";
import type { Account, AccountInput } from "../schema";
import { AccountForm } from "./account-form";
import { useAccountSearch } from "./account-picker";
import { accountColumns, accountFilters, accountSorts } from "./account-table";

const fieldNames = ["name", "type", "industry", "employees", "annualRevenue", "owner", "parent", "createdAt"];
const sortNames = accountSorts.map((sort) => sort.field);
const rowId = (row: Account) => row.id;
const rowLabel = (row: Account) => row.name;

/** The page of all accounts. */
export function AccountList() {
  const { can, href, locale, currency } = useWorkspace();
  const router = useRouter();
  const [creating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const list = useListState({ fields: fieldNames, sortFields: sortNames });
  const input = useDeferredValue(listRequest(list.state));
  const query = api.accounts.list.useInfiniteQuery(input, {
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
  const searchMembers = useMemberSearch();
  const searchAccounts = useAccountSearch();
  const columns = useMemo(() => accountColumns(locale, searchMembers), [locale, searchMembers]);
  const filters = useMemo(
    () => accountFilters({ members: searchMembers, accounts: searchAccounts }),
    [searchMembers, searchAccounts],
  );
  const update = useUpdateAccount();
  const archive = useArchiveAccounts();

  async function edit(row: Account, column: string, value: unknown): Promise<void> {
    const change =
      column === "annualRevenue"
        ? {
            annualRevenue: value === null ? null : { amount: value, currency: row.annualRevenue?.currency ?? currency },
          }
        : column === "owner"
          ? { ownerId: value }
          : { [column]: value };
    await update.mutateAsync({ id: row.id, version: row.version, ...(change as Partial<AccountInput>) });
  }

  return (
    <>
      <ListPage
        title="Accounts"
        noun="accounts"
        locale={locale}
        create={can("account:create") ? { label: "New account", run: () => void setCreating(true) } : null}
        importHref={can("record:import") ? href("/settings/imports/new") : null}
        purpose="An account is a company that you sell to. Import the ones you have, or add the first by hand."
        list={list}
        query={query}
        columns={columns}
        fields={filters}
        sortFields={accountSorts}
        rowId={rowId}
        rowLabel={rowLabel}
        rowHref={(row) => href(`/accounts/${row.id}`)}
        onOpen={(row) => router.push(href(`/accounts/${row.id}`))}
        onEdit={edit}
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
      <AccountForm
        open={creating}
        onOpenChange={(open) => void setCreating(open || null)}
        onCreated={(account) => router.push(href(`/accounts/${account.id}`))}
      />
    </>
  );
}
