import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { workspaceApi } from "@/trpc/server";
import { Accounts } from "./accounts";

export const metadata: Metadata = { title: "Accounts" };

export default async function AccountsPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  const { request, groups } = await loadList(props.searchParams);
  await (groups ? trpc.accounts.groups.prefetch(groups) : trpc.accounts.list.prefetchInfinite(request));
  return (
    <HydrateClient>
      <Accounts />
    </HydrateClient>
  );
}
