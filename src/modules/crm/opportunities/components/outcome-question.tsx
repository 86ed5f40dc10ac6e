"use client";

import type { ReactNode } from "react";
import { useQuestion } from "@/components/form/use-question";
import { lazyLayer } from "@/components/ui/lazy-layer";
import type { PlacedStage } from "../../pipelines/components/stage-badge";
import type { About, OutcomeAnswer, OutcomeDialogProps } from "./outcome-dialog";

type Opportunity = About["opportunity"];

const OutcomeDialog = lazyLayer<OutcomeDialogProps>(
  () => import("./outcome-dialog").then((part) => part.OutcomeDialog),
  {
    of: "the question",
    close: ({ onClose }) => onClose(),
  },
);

/** Asks before an opportunity goes to a closed stage: why it was lost, or its value where it was won without one. */
export function useOutcomeQuestion(): {
  /** Sends the move with the answers, at once when there is no question; rejects when the dialog is closed. */
  answered(opportunity: Opportunity, stage: PlacedStage, send: (answer: OutcomeAnswer) => Promise<void>): Promise<void>;
  /** The question; place it once. */
  dialog: ReactNode;
} {
  const { question, ask, close } = useQuestion<About, OutcomeAnswer>();
  return {
    answered(opportunity, stage, send) {
      const outcome = questionOf(opportunity, stage);
      if (outcome === null) return send({});
      return ask({ opportunity, outcome }, "The opportunity stays where it was.", send);
    },
    dialog: question ? <OutcomeDialog key={question.about.outcome} {...question} onClose={close} /> : null,
  };
}

function questionOf(opportunity: Opportunity, stage: PlacedStage): About["outcome"] | null {
  if (stage.id === opportunity.stageId) return null;
  if (stage.type === "lost") return "lost";
  // A value that follows from lines is not asked for: nobody types it.
  const asksValue = opportunity.amount === null && !opportunity.valueFromLines;
  return stage.type === "won" && opportunity.status !== "won" && asksValue ? "won" : null;
}
