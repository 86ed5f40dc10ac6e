import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const pipelineEvents = defineEvents("pipeline", {
  created: noData,
  updated: noData,
  reordered: z.object({ ids: z.array(z.uuid()) }),
  madeDefault: noData,
  stagesReordered: z.object({ stageIds: z.array(z.uuid()) }),
  lossReasonsReordered: z.object({ lossReasonIds: z.array(z.uuid()) }),
  /** `moved` open opportunities went to other pipelines with it. */
  archived: z.object({ moved: z.int().optional() }),
  restored: noData,
});

export const stageEvents = defineEvents("stage", {
  created: noData,
  updated: noData,
  /** `moved` opportunities went to the stage `toStageId`. */
  removed: z.object({ name: z.string(), toStageId: z.uuid().nullable(), moved: z.int() }),
  restored: noData,
});

export const lossReasonEvents = defineEvents("lossReason", {
  created: noData,
  updated: noData,
  removed: z.object({ name: z.string() }),
  archived: noData,
  restored: noData,
});
