import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { firstLevel } from "@/lib/list-request";
import { colleagueApi, firstPage } from "@/trpc/server";
import { viewOfList } from "../view-of-list";
import { Accounts } from "./accounts";

export const metadata: Metadata = { title: "Accounts" };

export default async function AccountsPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, fetch, prefetch, hydrate } = await colleagueApi((await props.params).workspace);
  const view = await viewOfList({ api, fetch }, "account", props.searchParams);
  const { request, groups, tree } = await loadList(props.searchParams, view);
  const rows = { ...request, ...firstLevel(tree ? "parent" : null) };
  await prefetch(
    groups ? api.accounts.groups.queryOptions(groups) : api.accounts.list.infiniteQueryOptions(rows, firstPage),
  );
  return hydrate(<Accounts />);
}
