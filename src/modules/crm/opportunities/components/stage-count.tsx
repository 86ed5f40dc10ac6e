"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { api, type RouterOutputs } from "@/trpc/react";

type Totals = RouterOutputs["opportunities"]["pipelineTotals"];

/** Returns the number of opportunities in a stage; undefined while the totals load. */
export function stageCount(totals: Totals | undefined, stageId: string): number | undefined {
  return totals && (totals.stages.find((entry) => entry.stageId === stageId)?.count ?? 0);
}

/** The number of opportunities in a stage. */
export function StageCount({ pipelineId, stageId }: { pipelineId: string; stageId: string }) {
  const { locale } = useWorkspace();
  const { data } = api.opportunities.pipelineTotals.useQuery({ pipelineId });
  return stageCount(data, stageId)?.toLocaleString(locale) ?? "–";
}
