"use client";

import type { BoardMove } from "@/components/board/board-order";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import { type OutcomeAnswer, useOutcomeQuestion } from "./outcome-question";
import type { ShownPipeline } from "./use-pipeline";

/** Moves a card of the board on the server. A closed stage asks first; the card waits in its new place. */
export function useCardMove({ pages, shown }: ShownPipeline) {
  const { stages } = useStages();
  const question = useOutcomeQuestion();
  const move = useMoveOpportunity();

  async function moveCard(to: BoardMove): Promise<void> {
    const card = shown.find((other) => other.id === to.cardId);
    const stage = stages.get(to.to);
    if (!card || !stage) return;
    const neighbours = { ...(to.before ? { before: to.before } : {}), ...(to.after ? { after: to.after } : {}) };
    const send = async (answer: OutcomeAnswer) => {
      await move.run({
        opportunity: card,
        move: { stageId: to.to, ...neighbours, ...answer },
        to: stage.name,
        onMoved: (moved) => pages.settle(to, moved),
      });
    };
    // The server refuses a member who may not move it, so no dialog opens before.
    await (card.mayEdit ? question.answered(card, stage, send) : send({}));
  }
  return { moveCard, dialog: question.dialog };
}
