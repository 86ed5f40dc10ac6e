"use client";

import { useMemo } from "react";
import { fieldGroupings } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import type { Grouping } from "@/trpc/list-rows";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import { type Opportunity, opportunities } from "../schema";

/** The groupings of the list of opportunities; stages are in the order of their pipelines. */
export function useOpportunityGroupings(): Grouping<Opportunity>[] {
  const { stages } = useStages();
  const { fields } = useNoun(opportunities);
  return useMemo(
    (): Grouping<Opportunity>[] => [
      {
        field: "stage",
        label: "Stage",
        columnId: "stage",
        of: (opportunity) => opportunity.stageId,
        order: [...stages.keys()],
        name: ({ label }) => label ?? "Unknown stage",
        head: ({ value }) => <StageBadge stageId={value ?? ""} />,
      },
      ...fieldGroupings<Opportunity>(fields),
    ],
    [stages, fields],
  );
}
