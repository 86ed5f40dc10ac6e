"use client";

import type { ReactNode } from "react";
import { useQuestion } from "@/components/form/use-question";
import type { Reference } from "@/lib/zod";
import { type PlacedStage, useStages } from "../../pipelines/components/stage-badge";
import type { OpportunityCard } from "../schema";
import { type LossAnswer, LostDialog } from "./lost-dialog";
import { type WinAnswer, WonDialog } from "./won-dialog";

export type OutcomeAnswer = LossAnswer & WinAnswer;

/** The part of an opportunity that cards and pages both have. */
type Opportunity = Pick<OpportunityCard, "name" | "stageId" | "status" | "amount"> & {
  currency?: string;
  competitor?: Reference | null;
};

interface About {
  opportunity: Opportunity;
  outcome: "won" | "lost";
}

/** Asks before an opportunity goes to a closed stage: why it was lost, or its value where it was won without one. */
export function useOutcomeQuestion(): {
  /** Sends the move with the answers, at once when there is no question; rejects when the dialog is closed. */
  answered(opportunity: Opportunity, stage: PlacedStage, send: (answer: OutcomeAnswer) => Promise<void>): Promise<void>;
  /** The question; place it once. */
  dialog: ReactNode;
} {
  const { stages } = useStages();
  const { asked, ask, close } = useQuestion<About, OutcomeAnswer>();
  const onOpenChange = (open: boolean) => {
    if (!open) close();
  };
  const { opportunity, outcome } = asked?.about ?? {};
  const send = asked?.send;
  return {
    answered(opportunity, stage, send) {
      const outcome = questionOf(opportunity, stage);
      if (outcome === null) return send({});
      return ask({ opportunity, outcome }, "The opportunity stays where it was.", send);
    },
    dialog: (
      <>
        {opportunity && send && outcome === "won" ? (
          <WonDialog
            name={opportunity.name}
            currency={opportunity.currency}
            onAnswer={send}
            onOpenChange={onOpenChange}
          />
        ) : null}
        {opportunity && send && outcome === "lost" ? (
          <LostDialog
            name={opportunity.name}
            competitor={opportunity.competitor}
            reasons={stages.get(opportunity.stageId)?.pipeline.lossReasons ?? []}
            onAnswer={send}
            onOpenChange={onOpenChange}
          />
        ) : null}
      </>
    ),
  };
}

function questionOf(opportunity: Opportunity, stage: PlacedStage): About["outcome"] | null {
  if (stage.id === opportunity.stageId) return null;
  if (stage.type === "lost") return "lost";
  return stage.type === "won" && opportunity.status !== "won" && opportunity.amount === null ? "won" : null;
}
