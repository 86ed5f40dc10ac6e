"use client";

import { useMemo } from "react";
import { ownerGrouping } from "@/modules/platform/members/components/owner-badge";
import type { Grouping } from "@/trpc/list-rows";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import { statusLabels } from "../catalog";
import type { Opportunity } from "../schema";

/** What the list of deals can be grouped by; stages stand as in their pipelines. */
export function useOpportunityGroupings(): Grouping<Opportunity>[] {
  const { stages } = useStages();
  return useMemo(
    (): Grouping<Opportunity>[] => [
      {
        field: "stage",
        label: "Stage",
        columnId: "stage",
        of: (deal) => deal.stageId,
        order: [...stages.keys()],
        name: ({ label }) => label ?? "Unknown stage",
        head: ({ value }) => <StageBadge stageId={value ?? ""} />,
      },
      {
        field: "status",
        label: "Status",
        columnId: "status",
        of: (deal) => deal.status,
        order: Object.keys(statusLabels),
        name: ({ value }) => statusLabels[value as Opportunity["status"]],
      },
      ownerGrouping,
    ],
    [stages],
  );
}
