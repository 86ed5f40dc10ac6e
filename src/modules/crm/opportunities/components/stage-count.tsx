"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type RouterOutputs, useApi } from "@/trpc/react";

type Totals = RouterOutputs["opportunities"]["pipelineTotals"];

/** Returns the number of opportunities in a stage; undefined while the totals load. */
export function stageCount(totals: Totals | undefined, stageId: string): number | undefined {
  return totals && (totals.stages.find((entry) => entry.stageId === stageId)?.count ?? 0);
}

/** The number of opportunities in a stage. */
export function StageCount({ pipelineId, stageId }: { pipelineId: string; stageId: string }) {
  const api = useApi();
  const { locale } = useWorkspace();
  const { data } = useQuery(api.opportunities.pipelineTotals.queryOptions({ pipelineId }));
  return stageCount(data, stageId)?.toLocaleString(locale) ?? "–";
}
