import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadBoardRequest } from "@/components/data-table/list-request-loader";
import { OpportunityBoard } from "@/modules/crm/opportunities/components/opportunity-board";
import { colleagueApi } from "@/trpc/server";
import { viewOfList } from "../view-of-list";

export const metadata: Metadata = { title: "Pipeline" };

export default async function PipelinePage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { api, fetch, prefetch, hydrate } = await colleagueApi((await props.params).workspace);
  const view = await viewOfList({ api, fetch }, "opportunity", props.searchParams);
  const { pipeline } = await props.searchParams;
  await prefetch(
    api.pipelines.list.queryOptions({ archived: true }),
    api.opportunities.board.queryOptions({
      ...(await loadBoardRequest(props.searchParams, view)),
      ...(typeof pipeline === "string" ? { pipelineId: pipeline } : {}),
    }),
  );
  return hydrate(<OpportunityBoard />);
}
