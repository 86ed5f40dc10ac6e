"use client";

import { useMemo } from "react";
import { useMemberPicks } from "@/modules/platform/members/components/member-picker";
import { useNounPicks } from "@/modules/platform/records/components/noun-picks";
import { useTeamPicks } from "@/modules/platform/teams/components/team-picker";
import { useStages } from "../../pipelines/components/stage-badge";
import { useProductPicks } from "../../products/components/product-picker";
import { opportunityFilters } from "./opportunity-table";

/** The filters of list and board, with their choices. */
export function useOpportunityFilters() {
  const { pipelines } = useStages();
  const members = useMemberPicks();
  const teams = useTeamPicks();
  const accounts = useNounPicks("account");
  const products = useProductPicks();
  return useMemo(
    () =>
      opportunityFilters({
        stages: pipelines.flatMap((pipeline) =>
          pipeline.stages.map((stage) => ({
            value: stage.id,
            label: pipelines.length > 1 ? `${pipeline.name}, ${stage.name}` : stage.name,
          })),
        ),
        pipelines: pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name })),
        members,
        teams,
        accounts,
        products,
      }),
    [pipelines, members, teams, accounts, products],
  );
}

/** Names of all fields that an address may filter by; what else stands there is ignored. */
export const opportunityFilterNames = [
  "stage",
  "status",
  "amount",
  "expectedCloseDate",
  "actualCloseDate",
  "owner",
  "team",
  "account",
  "family",
  "product",
  "name",
  "pipeline",
];
