"use client";

import { useMemo } from "react";
import { type MoveNotice, MoveNoticeBadge } from "@/modules/platform/history/realtime/components/move-notice-badge";
import { useApiClient } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { OpportunityCard } from "../schema";

/** Tells when someone else moves one of these opportunities, and offers to undo the move. */
export function OpportunityMoveNotice({
  opportunities,
}: {
  opportunities: readonly Pick<OpportunityCard, "id" | "stageId">[];
}) {
  const client = useApiClient();
  const { stages } = useStages();
  const { undoMove } = useMoveOpportunity();
  const places = useMemo(
    () => new Map(opportunities.map((opportunity) => [opportunity.id, opportunity.stageId])),
    [opportunities],
  );

  async function noticeOf(id: string, who: string): Promise<MoveNotice | null> {
    // The screen may still show the state before the move, and a closed column does not show its cards.
    const opportunity = await client.opportunities.get.query({ id });
    const stage = stages.get(opportunity.stageId)?.name;
    if (stage === undefined) return null;
    const undo = () => undoMove({ id, version: opportunity.version });
    return {
      sentence: `${who} moved ${opportunity.name} to ${stage}`,
      onUndo: opportunity.mayEdit && !opportunity.archivedAt ? undo : undefined,
    };
  }
  return <MoveNoticeBadge places={places} noticeOf={noticeOf} />;
}
