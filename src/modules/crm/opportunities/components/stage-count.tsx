"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { api, type RouterOutputs } from "@/trpc/react";

type Totals = RouterOutputs["opportunities"]["pipelineTotals"];

/** How many opportunities of these totals stand in a stage; undefined while they are not known. */
export function stageCount(totals: Totals | undefined, stageId: string): number | undefined {
  return totals && (totals.stages.find((entry) => entry.stageId === stageId)?.count ?? 0);
}

/** How many opportunities stand in a stage, in words. */
export function StageCount({ pipelineId, stageId }: { pipelineId: string; stageId: string }) {
  const { locale } = useWorkspace();
  const { data } = api.opportunities.pipelineTotals.useQuery({ pipelineId });
  return stageCount(data, stageId)?.toLocaleString(locale) ?? "–";
}
