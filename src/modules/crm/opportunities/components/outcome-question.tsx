"use client";

import { type ReactNode, useState } from "react";
import type { Reference } from "@/lib/zod";
import { type PlacedStage, useStages } from "../../pipelines/components/stage-badge";
import type { OpportunityCard } from "../schema";
import { type LossAnswer, LostDialog } from "./lost-dialog";
import { type WinAnswer, WonDialog } from "./won-dialog";

export type OutcomeAnswer = LossAnswer & WinAnswer;

/** A deal as a card or a page knows it. */
type Deal = Pick<OpportunityCard, "name" | "stageId" | "status" | "amount"> & {
  currency?: string;
  competitor?: Reference | null;
};

interface Asked {
  deal: Deal;
  outcome: "won" | "lost";
  send(answer: OutcomeAnswer): Promise<void>;
  cancel(): void;
}

/** What a deal is asked before it goes to a closed stage: why it was lost, and what it was won for if it has no value. */
export function useOutcomeQuestion(): {
  /** Sends the move with the answers, at once where nothing is to be asked; rejects when nobody answers. */
  answered(deal: Deal, stage: PlacedStage, send: (answer: OutcomeAnswer) => Promise<void>): Promise<void>;
  /** The question; place it once. */
  dialog: ReactNode;
} {
  const { stages } = useStages();
  const [asked, setAsked] = useState<Asked | null>(null);

  function answered(deal: Deal, stage: PlacedStage, send: Asked["send"]): Promise<void> {
    const outcome = questionOf(deal, stage);
    if (outcome === null) return send({});
    return new Promise((resolve, reject) => {
      setAsked({
        deal,
        outcome,
        send: async (answer) => {
          await send(answer);
          resolve();
        },
        cancel: () => reject(new Error("The opportunity stays where it was.")),
      });
    });
  }

  const close = {
    onOpenChange: (open: boolean) => {
      if (open) return;
      asked?.cancel();
      setAsked(null);
    },
  };
  const { deal, outcome, send } = asked ?? {};
  return {
    answered,
    dialog: (
      <>
        {deal && send && outcome === "won" ? (
          <WonDialog name={deal.name} currency={deal.currency} onAnswer={send} {...close} />
        ) : null}
        {deal && send && outcome === "lost" ? (
          <LostDialog
            name={deal.name}
            competitor={deal.competitor}
            reasons={stages.get(deal.stageId)?.pipeline.lossReasons ?? []}
            onAnswer={send}
            {...close}
          />
        ) : null}
      </>
    ),
  };
}

function questionOf(deal: Deal, stage: PlacedStage): Asked["outcome"] | null {
  if (stage.id === deal.stageId) return null;
  if (stage.type === "lost") return "lost";
  return stage.type === "won" && deal.status !== "won" && deal.amount === null ? "won" : null;
}
