"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useMemo } from "react";
import { StageLine, StageName } from "@/components/ui/stage-line";
import { useApi } from "@/trpc/react";
import type { Pipeline, Stage } from "../schema";

/** A stage with its place among the open ones of its pipeline. */
export interface PlacedStage extends Stage {
  pipeline: Pipeline;
  /** From 1; 0 for closed stages. */
  place: number;
  open: number;
}

/** Archived pipelines too, as closed opportunities stay in them; pages prefetch the same. */
const stagesRequest = { archived: true };

/** The pipelines in use, and the stages of all pipelines by id; they change rarely and are loaded once. */
export function useStages() {
  const api = useApi();
  const query = useQuery(api.pipelines.list.queryOptions(stagesRequest, { staleTime: 300_000 }));
  const stages = useMemo(() => placedStages(query.data), [query.data]);
  const pipelines = useMemo(() => query.data?.filter(({ archivedAt }) => archivedAt === null) ?? [], [query.data]);
  /** A stage that was not there when the pipelines were loaded. */
  const findStage = async (id: string) => placedStages((await query.refetch()).data).get(id);
  return { query, pipelines, stages, findStage };
}

function placedStages(pipelines: readonly Pipeline[] = []): Map<string, PlacedStage> {
  const byId = new Map<string, PlacedStage>();
  for (const pipeline of pipelines) {
    const open = pipeline.stages.filter((stage) => stage.type === "open");
    for (const stage of pipeline.stages)
      byId.set(stage.id, { ...stage, pipeline, place: open.indexOf(stage) + 1, open: open.length });
  }
  return byId;
}

/** The icon of a stage: its line, or the check or cross of a closed one. */
export function StageMark({ stage }: { stage: Pick<PlacedStage, "type" | "open" | "place" | "color"> }) {
  if (stage.type === "won") return <CircleCheck aria-hidden className="size-3.5 text-positive" />;
  if (stage.type === "lost") return <CircleX aria-hidden className="size-3.5 text-danger" />;
  return <StageLine total={stage.open} position={stage.place} color={stage.color} />;
}

/** A stage with icon and name; nothing while the pipelines load. */
export function StageBadge({ stageId }: { stageId: string }) {
  const stage = useStages().stages.get(stageId);
  if (!stage) return null;
  if (stage.type !== "open") return <StageName kind={stage.type} name={stage.name} />;
  return <StageName kind="open" name={stage.name} total={stage.open} position={stage.place} color={stage.color} />;
}
