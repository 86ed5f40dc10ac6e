import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { OpportunityList } from "@/modules/crm/opportunities/components/opportunity-list";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Opportunities" };

export default async function OpportunityListPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  const { request, groups } = await loadList(props.searchParams);
  await Promise.all([
    trpc.pipelines.list.prefetch({ archived: true }),
    groups ? trpc.opportunities.groups.prefetch(groups) : trpc.opportunities.list.prefetchInfinite(request),
  ]);
  return (
    <HydrateClient>
      <OpportunityList />
    </HydrateClient>
  );
}
