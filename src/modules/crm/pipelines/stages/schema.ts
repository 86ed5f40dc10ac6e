import { z } from "zod";
import { id, version } from "@/lib/zod";
import { newStage, stageInput } from "../schema";

/** `beforeId`: the stage of the same type that the new one stands in front of; without it, it comes last of its type. */
export const createStageInput = newStage.extend({ pipelineId: id, beforeId: id.optional() });
/** The type of a stage stays: the status of its opportunities follows from it. */
export const updateStageInput = stageInput.omit({ type: true }).partial().extend({ id, version });
/** All stages of the pipeline in their new order; `version` is the pipeline's. */
export const reorderStagesInput = z.object({ id, version, stageIds: z.array(id).min(1).max(200) });
