import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadListRequest } from "@/components/data-table/list-request-loader";
import { OpportunityList } from "@/modules/crm/opportunities/components/opportunity-list";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Opportunities" };

export default async function OpportunityListPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  await Promise.all([
    trpc.pipelines.list.prefetch({}),
    trpc.opportunities.list.prefetchInfinite(await loadListRequest(props.searchParams)),
  ]);
  return (
    <HydrateClient>
      <OpportunityList />
    </HydrateClient>
  );
}
