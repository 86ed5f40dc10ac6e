"use client";

import { useMemo } from "react";
import { type MoveNotice, MoveNoticeBadge } from "@/modules/platform/realtime/components/move-notice-badge";
import { api } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { OpportunityCard } from "../schema";

type Deal = Pick<OpportunityCard, "id" | "name" | "stageId" | "version" | "mayEdit" | "archivedAt">;

/** Says of these deals which one someone else has just moved, and offers to take it back. Draws nothing. */
export function DealMoveNotice({ deals }: { deals: readonly Deal[] }) {
  const { stages } = useStages();
  const { takeBack } = useMoveOpportunity();
  const { opportunities } = api.useUtils();
  const places = useMemo(() => new Map(deals.map((deal) => [deal.id, deal.stageId])), [deals]);

  async function noticeOf(id: string, who: string): Promise<MoveNotice | null> {
    // A column that is closed, or not loaded so far, does not show what came into it.
    const deal: Deal = deals.find((one) => one.id === id) ?? (await opportunities.get.fetch({ id }));
    const stage = stages.get(deal.stageId)?.name;
    if (stage === undefined) return null;
    const undo = () => void takeBack({ id, version: deal.version });
    return {
      sentence: `${who} moved ${deal.name} to ${stage}`,
      onUndo: deal.mayEdit && !deal.archivedAt ? undo : undefined,
    };
  }
  return <MoveNoticeBadge places={places} noticeOf={noticeOf} />;
}
