import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadBoardRequest } from "@/components/data-table/list-request-loader";
import { OpportunityBoard } from "@/modules/crm/opportunities/components/opportunity-board";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Pipeline" };

export default async function PipelinePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, prefetch, hydrate } = await workspaceApi((await props.params).workspace);
  const { pipeline } = await props.searchParams;
  await prefetch(
    api.pipelines.list.queryOptions({ archived: true }),
    api.opportunities.board.queryOptions({
      ...(await loadBoardRequest(props.searchParams)),
      ...(typeof pipeline === "string" ? { pipelineId: pipeline } : {}),
    }),
  );
  return hydrate(<OpportunityBoard />);
}
