"use client";

import { useMemo } from "react";
import { type MoveNotice, MoveNoticeBadge } from "@/modules/platform/realtime/components/move-notice-badge";
import { api } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { OpportunityCard } from "../schema";

/** Says of these deals which one someone else has just moved, and offers to take it back. Draws nothing. */
export function DealMoveNotice({ deals }: { deals: readonly Pick<OpportunityCard, "id" | "stageId">[] }) {
  const { stages } = useStages();
  const { takeBack } = useMoveOpportunity();
  const { client } = api.useUtils();
  const places = useMemo(() => new Map(deals.map((deal) => [deal.id, deal.stageId])), [deals]);

  async function noticeOf(id: string, who: string): Promise<MoveNotice | null> {
    // What is on the screen may be the state before the move, and a closed column does not show what came into it.
    const deal = await client.opportunities.get.query({ id });
    const stage = stages.get(deal.stageId)?.name;
    if (stage === undefined) return null;
    const undo = () => takeBack({ id, version: deal.version });
    return {
      sentence: `${who} moved ${deal.name} to ${stage}`,
      onUndo: deal.mayEdit && !deal.archivedAt ? undo : undefined,
    };
  }
  return <MoveNoticeBadge places={places} noticeOf={noticeOf} />;
}
