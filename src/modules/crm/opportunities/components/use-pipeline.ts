"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type RouterInputs, useApi } from "@/trpc/react";
import { useBoardPages } from "./use-board-pages";

/** A pipeline with the cards of its stages as far as they are loaded, and with the figures of each stage. */
export function usePipeline(
  request: Omit<RouterInputs["opportunities"]["board"], "pipelineId">,
  pipelineId: string | null,
) {
  const api = useApi();
  const scope = { ...request, ...(pipelineId ? { pipelineId } : {}) };
  const { sort: _order, ...narrowed } = scope;
  const query = useQuery(
    api.opportunities.board.queryOptions(scope, {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnMount: true,
      // Cards and figures are refetched together, so that they always agree.
      refetchOnWindowFocus: "always",
      placeholderData: (previous) => previous,
    }),
  );
  const totals = useQuery(
    api.opportunities.pipelineTotals.queryOptions(narrowed, {
      enabled: query.isSuccess,
      refetchOnWindowFocus: "always",
    }),
  );
  const pages = useBoardPages(query.data, query.dataUpdatedAt, request, JSON.stringify(scope));
  const shown = useMemo(() => Object.values(pages.cards).flat(), [pages.cards]);
  const fresh = new Map(totals.data?.stages.map((stage) => [stage.stageId, stage]));
  const columns = (query.data?.columns ?? []).map((column) => ({ ...column, ...fresh.get(column.stageId) }));
  return { query, data: query.data, pages, shown, columns };
}

export type ShownPipeline = ReturnType<typeof usePipeline>;
