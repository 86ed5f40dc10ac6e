"use client";

import { useQuery } from "@tanstack/react-query";
import { LineFailed } from "@/components/layout/line-failed";
import { StageTrack } from "@/components/ui/stage-track";
import { durationText } from "@/lib/duration-text";
import { useApi } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import type { StageStay } from "../history/schema";
import type { Opportunity } from "../schema";
import type { StageMoves } from "./stage-moves";

type StageFacts = Pick<Opportunity, "id" | "stageId" | "status" | "mayEdit" | "archivedAt">;

/** The line of one opportunity: its open stages and the outcome, with the days in each; a click moves it. */
export function OpportunityStages({ opportunity, moves }: { opportunity: StageFacts; moves: StageMoves }) {
  const api = useApi();
  const { query, stages } = useStages();
  const history = useQuery(api.opportunities.stageHistory.queryOptions({ id: opportunity.id }));
  const pipeline = stages.get(opportunity.stageId)?.pipeline;
  if (query.isError && !query.data) return <LineFailed title="The stages could not be loaded." query={query} />;
  if (!pipeline) return <div className="h-[66px] shrink-0" />;
  const here = stages.get(opportunity.stageId);
  const end = pipeline.stages.find((stage) => stage.type === (opportunity.status === "lost" ? "lost" : "won"));
  const outcome = here && here.type !== "open" ? here : end;
  const line = [...pipeline.stages.filter((stage) => stage.type === "open"), ...(outcome ? [outcome] : [])];
  // A closed opportunity cannot go back into an archived pipeline: Reopen moves it to another one.
  const mayMove =
    opportunity.mayEdit && !opportunity.archivedAt && !(pipeline.archivedAt && opportunity.status !== "open");
  return (
    <nav aria-label="Stages" className="shrink-0 px-edge pt-2 pb-3">
      <StageTrack
        current={opportunity.stageId}
        disabled={moves.pending}
        onSelect={mayMove ? moves.moveTo : undefined}
        stages={line.map((stage) => ({
          id: stage.id,
          name: stage.name,
          color: endColors[stage.type] ?? stage.color,
          note: timeIn(history.data ?? [], stage.id),
          skipped: isSkipped(history.data, stage.id),
        }))}
      />
    </nav>
  );
}

const endColors: Record<string, string> = { won: "var(--positive)", lost: "var(--danger)" };

/** Whether it is known never to have been in a stage; nobody knows where it was before its import. */
function isSkipped(history: readonly StageStay[] | undefined, stageId: string): boolean {
  return history?.every(({ stage, source }) => stage.id !== stageId && source !== "import") ?? false;
}

/** The days of all stays in a stage together: "12d"; nothing for a stage that it never was in. */
function timeIn(history: readonly StageStay[], stageId: string): string | undefined {
  const stays = history.filter((stay) => stay.stage.id === stageId);
  if (stays.length === 0) return undefined;
  if (stays.some((stay) => stay.seconds === null)) return "Before import";
  return durationText(stays.reduce((sum, stay) => sum + (stay.seconds ?? 0), 0));
}
