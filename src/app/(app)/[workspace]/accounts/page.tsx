import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadListRequest } from "@/components/data-table/list-request-loader";
import { workspaceApi } from "@/trpc/server";
import { Accounts } from "./accounts";

export const metadata: Metadata = { title: "Accounts" };

export default async function AccountsPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  await trpc.accounts.list.prefetchInfinite(await loadListRequest(props.searchParams));
  return (
    <HydrateClient>
      <Accounts />
    </HydrateClient>
  );
}
