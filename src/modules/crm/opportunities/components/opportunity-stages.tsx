"use client";

import { LineFailed } from "@/components/layout/line-failed";
import { StageTrack } from "@/components/ui/stage-track";
import { api } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import type { StageStay } from "../history/schema";
import type { Opportunity } from "../schema";
import type { DealMoves } from "./deal-moves";
import { durationText } from "./duration-text";

type Standing = Pick<Opportunity, "id" | "stageId" | "status" | "mayEdit" | "archivedAt">;

/** The line of one deal: its open stages and the outcome, with the days in each; a click moves it. */
export function OpportunityStages({ deal, moves }: { deal: Standing; moves: DealMoves }) {
  const { query, stages } = useStages();
  const history = api.opportunities.stageHistory.useQuery({ id: deal.id });
  const pipeline = stages.get(deal.stageId)?.pipeline;
  if (query.isError && !query.data) return <LineFailed title="The stages could not be loaded." query={query} />;
  if (!pipeline) return <div className="h-[66px] shrink-0" />;
  const here = stages.get(deal.stageId);
  const end = pipeline.stages.find((stage) => stage.type === (deal.status === "lost" ? "lost" : "won"));
  const outcome = here && here.type !== "open" ? here : end;
  const line = [...pipeline.stages.filter((stage) => stage.type === "open"), ...(outcome ? [outcome] : [])];
  // A pipeline that is archived takes no deal back: Reopen leads to another one.
  const mayMove = deal.mayEdit && !deal.archivedAt && !(pipeline.archivedAt && deal.status !== "open");
  return (
    <nav aria-label="Stages" className="shrink-0 px-edge pt-2 pb-3">
      <StageTrack
        current={deal.stageId}
        disabled={moves.pending}
        onSelect={mayMove ? moves.moveTo : undefined}
        stages={line.map((stage) => ({
          id: stage.id,
          name: stage.name,
          color: endColors[stage.type] ?? stage.color,
          note: timeIn(history.data ?? [], stage.id),
        }))}
      />
    </nav>
  );
}

const endColors: Record<string, string> = { won: "var(--positive)", lost: "var(--danger)" };

/** All stays of a stage together: "12d"; nothing where the deal never was. */
function timeIn(history: readonly StageStay[], stageId: string): string | undefined {
  const stays = history.filter((stay) => stay.stage.id === stageId);
  if (stays.length === 0) return undefined;
  if (stays.some((stay) => stay.seconds === null)) return "Before import";
  return durationText(stays.reduce((sum, stay) => sum + (stay.seconds ?? 0), 0));
}
