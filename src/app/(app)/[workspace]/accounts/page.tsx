import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { listStateParsers } from "@/components/data-table/list-state-parsers";
import { listRequest } from "@/lib/list-request";
import { AccountList } from "@/modules/crm/accounts/components/account-list";
import { serverApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Accounts" };
const load = createLoader(listStateParsers);

export default async function AccountsPage({
  params,
  searchParams,
}: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await serverApi((await params).workspace);
  const { sort, filter, q } = await load(searchParams);
  void trpc.accounts.list.prefetchInfinite(listRequest({ sort, conditions: filter ?? [], q: q ?? "" }));
  return (
    <HydrateClient>
      <AccountList />
    </HydrateClient>
  );
}
