"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, type LucideIcon, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { usePageCommand } from "@/components/layout/page-commands";
import { useApi } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { useMoveOpportunity } from "../client";
import type { Opportunity } from "../schema";
import { reopenedIn } from "./archived-stages";
import { useOutcomeQuestion } from "./outcome-question";

/** Won, lost or reopened. */
interface OutcomeAct {
  label: string;
  command: string;
  Icon: LucideIcon;
  /** The stage that it leads to; undefined while that is not known. */
  stageId: string | undefined;
}

export interface StageMoves {
  /** Moves the opportunity; for a closed stage a dialog first asks for reason or value. */
  moveTo(stageId: string | undefined): void;
  /** None for those who may not move it. */
  acts: readonly OutcomeAct[];
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
  const { name, status } = opportunity;
  const pipeline = stages.get(opportunity.stageId)?.pipeline;
  const before = history.data?.findLast((stay) => stages.get(stay.stage.id)?.type === "open")?.stage.id;

  function moveTo(stageId = "") {
    const stage = stages.get(stageId);
    if (!stage || stageId === opportunity.stageId) return;
    const move = answered(opportunity, stage, (answer) =>
      run({ opportunity, move: { stageId, ...answer }, to: stage.name }),
    );
    // The move itself shows its refusal in a toast.
    move.catch(() => undefined);
  }

  const close = (type: "won" | "lost", Icon: LucideIcon): OutcomeAct[] => {
    const stageId = pipeline?.stages.find((stage) => stage.type === type)?.id;
    return stageId ? [{ label: `Mark as ${type}`, command: `Mark as ${type}: ${name}`, Icon, stageId }] : [];
  };
  function actsOf(): OutcomeAct[] {
    if (!opportunity.mayEdit || opportunity.archivedAt) return [];
    if (status === "open") return [...close("won", CircleCheck), ...close("lost", CircleX)];
    // The stage before is only known once the history is loaded.
    const stageId = history.data ? reopenedIn(pipeline, before, pipelines) : undefined;
    return [{ label: "Reopen", command: `Reopen ${name}`, Icon: RotateCcw, stageId }];
  }
  const acts = actsOf();
  const [first, second] = acts;
  usePageCommand(first?.stageId ? first.command : null, () => moveTo(first?.stageId));
  usePageCommand(second?.stageId ? second.command : null, () => moveTo(second?.stageId));
  return { moveTo, acts, pending, dialog };
}
