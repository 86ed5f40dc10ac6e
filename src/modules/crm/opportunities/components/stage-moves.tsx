"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { usePageCommand } from "@/components/layout/page-commands";
import { useApi } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { Opportunity } from "../schema";
import { reopenedIn } from "./archived-stages";
import { useOutcomeQuestion } from "./outcome-question";

export interface StageMoves {
  /** Moves the opportunity; for a closed stage a dialog first asks for reason or value. */
  moveTo(stageId: string): void;
  /** The stages that the actions lead to; undefined when the pipeline has none. */
  won: string | undefined;
  lost: string | undefined;
  /** Where a closed opportunity goes when it is reopened; undefined while that is not known. */
  reopen: string | undefined;
  pending: boolean;
  /** The dialog for a closed stage; render it once. */
  dialog: ReactNode;
}

/** The moves of an opportunity on its page. */
export function useStageMoves(opportunity: Opportunity): StageMoves {
  const api = useApi();
  const { stages, pipelines } = useStages();
  const { run, pending } = useMoveOpportunity();
  const history = useQuery(api.opportunities.stageHistory.queryOptions({ id: opportunity.id }));
  const { answered, dialog } = useOutcomeQuestion();
  const pipeline = stages.get(opportunity.stageId)?.pipeline;
  const ofType = (type: string) => pipeline?.stages.find((stage) => stage.type === type)?.id;
  const before = history.data?.findLast((stay) => stages.get(stay.stage.id)?.type === "open")?.stage.id;

  function moveTo(stageId: string) {
    const stage = stages.get(stageId);
    if (!stage || stageId === opportunity.stageId) return;
    const move = answered(opportunity, stage, async (answer) => {
      await run({ opportunity, move: { stageId, ...answer }, to: stage.name });
    });
    // The move itself shows its refusal in a toast.
    move.catch(() => undefined);
  }

  const won = ofType("won");
  const lost = ofType("lost");
  // The stage before is only known once the history is loaded.
  const reopen = history.data ? reopenedIn(pipeline, before, pipelines) : undefined;
  const moves = opportunity.mayEdit && !opportunity.archivedAt;
  const command = (action: string, stageId: string | undefined, fits: boolean) =>
    moves && stageId && fits ? `${action} ${opportunity.name}` : null;
  const act = (stageId: string | undefined) => () => stageId && moveTo(stageId);
  const isOpen = opportunity.status === "open";
  usePageCommand(command("Mark as won:", won, isOpen), act(won));
  usePageCommand(command("Mark as lost:", lost, isOpen), act(lost));
  usePageCommand(command("Reopen", reopen, !isOpen), act(reopen));

  return {
    moveTo,
    won,
    lost,
    reopen,
    pending,
    dialog,
  };
}
