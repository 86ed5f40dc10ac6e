import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { OpportunityList } from "@/modules/crm/opportunities/components/opportunity-list";
import { colleagueApi, firstPage } from "@/trpc/server";
import { viewOfList } from "../../view-of-list";

export const metadata: Metadata = { title: "Opportunities" };

export default async function OpportunityListPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, fetch, prefetch, hydrate } = await colleagueApi((await props.params).workspace);
  const view = await viewOfList({ api, fetch }, "opportunity", props.searchParams);
  const { request, groups } = await loadList(props.searchParams, view);
  await prefetch(
    api.pipelines.list.queryOptions({ archived: true }),
    groups
      ? api.opportunities.groups.queryOptions(groups)
      : api.opportunities.list.infiniteQueryOptions(request, firstPage),
  );
  return hydrate(<OpportunityList />);
}
