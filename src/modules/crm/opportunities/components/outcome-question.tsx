"use client";

import { type ReactNode, useRef, useState } from "react";
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

interface Asked {
  opportunity: Opportunity;
  outcome: "won" | "lost";
  send(answer: OutcomeAnswer): Promise<void>;
  cancel(): void;
}

/** Asks before an opportunity goes to a closed stage: why it was lost, or its value where it was won without one. */
export function useOutcomeQuestion(): {
  /** Sends the move with the answers, at once when there is no question; rejects when the dialog is closed. */
  answered(opportunity: Opportunity, stage: PlacedStage, send: (answer: OutcomeAnswer) => Promise<void>): Promise<void>;
  /** The question; place it once. */
  dialog: ReactNode;
} {
  const { stages } = useStages();
  const [asked, setAsked] = useState<Asked | null>(null);
  const latest = useRef<Asked | null>(null);

  /** Opens this question; one that is still open ends without an answer. */
  function ask(next: Asked | null): void {
    latest.current?.cancel();
    latest.current = next;
    setAsked(next);
  }

  function answered(opportunity: Opportunity, stage: PlacedStage, send: Asked["send"]): Promise<void> {
    const outcome = questionOf(opportunity, stage);
    if (outcome === null) return send({});
    return new Promise((resolve, reject) => {
      ask({
        opportunity,
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
      if (!open) ask(null);
    },
  };
  const { opportunity, outcome, send } = asked ?? {};
  return {
    answered,
    dialog: (
      <>
        {opportunity && send && outcome === "won" ? (
          <WonDialog name={opportunity.name} currency={opportunity.currency} onAnswer={send} {...close} />
        ) : null}
        {opportunity && send && outcome === "lost" ? (
          <LostDialog
            name={opportunity.name}
            competitor={opportunity.competitor}
            reasons={stages.get(opportunity.stageId)?.pipeline.lossReasons ?? []}
            onAnswer={send}
            {...close}
          />
        ) : null}
      </>
    ),
  };
}

function questionOf(opportunity: Opportunity, stage: PlacedStage): Asked["outcome"] | null {
  if (stage.id === opportunity.stageId) return null;
  if (stage.type === "lost") return "lost";
  return stage.type === "won" && opportunity.status !== "won" && opportunity.amount === null ? "won" : null;
}
