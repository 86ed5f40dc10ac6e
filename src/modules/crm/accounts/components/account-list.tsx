"use client";

import { Archive, Plus, Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { BulkVerb } from "@/components/data-table/bulk-bar";
import { RecordList } from "@/components/data-table/record-list";
import { useListState } from "@/components/data-table/use-list-state";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
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

  const importLink = can("record:import") ? (
    <Button asChild>
      <Link href={href("/settings/imports/new")}>
        <Upload aria-hidden />
        Import
      </Link>
    </Button>
  ) : null;
  const newButton = can("account:create") ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setCreating(true)}>
      New account
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Accounts"
        count={query.data?.pages[0]?.total.toLocaleString(locale)}
        phoneActions={
          can("account:create") ? (
            <IconButton label="New account" icon={<Plus aria-hidden />} onClick={() => void setCreating(true)} />
          ) : null
        }
      >
        {importLink}
        {newButton}
      </PageHeader>
      <RecordList
        noun="accounts"
        label="Accounts"
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
        empty={
          <EmptyState
            title="No accounts yet"
            actions={
              <>
                {importLink}
                {newButton}
              </>
            }
          >
            An account is a company that you sell to. Import the ones you have, or add the first by hand.
          </EmptyState>
        }
      />
      <AccountForm
        open={creating}
        onOpenChange={(open) => void setCreating(open || null)}
        onCreated={(account) => router.push(href(`/accounts/${account.id}`))}
      />
    </>
  );
}
