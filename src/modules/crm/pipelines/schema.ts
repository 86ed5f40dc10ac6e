import { z } from "zod";
import { id, instant, longText, shortText, version } from "@/lib/zod";
import { stageTypes } from "./fields";

export const stageType = z.enum(stageTypes);
export type StageType = z.infer<typeof stageType>;

const percentText = "Use a percentage from 0 to 100.";
/** Null for an open stage of which nobody knows one. */
const probability = z.int().min(0, percentText).max(100, percentText).nullable();
/** Place in the list of stage colours of the design, from 1. */
const color = z.int().min(1).max(8);
/** Days without activity after which an opportunity in this stage rots. */
const rotDays = z.int().min(1, "Use at least one day.").max(3650).nullable();

/** Working hours within which an opportunity in this stage has to be followed up. */
const serviceHours = z.int().min(1, "Use at least one hour.").max(2000).nullable();

export const stage = z
  .object({
    id,
    pipelineId: id,
    name: shortText,
    type: stageType,
    position: z.int(),
    probability,
    color,
    rotDays,
    serviceHours,
    version,
  })
  .meta({ id: "Stage" });
export type Stage = z.infer<typeof stage>;

export const lossReason = z
  .object({
    id,
    pipelineId: id,
    name: shortText,
    position: z.int(),
    archivedAt: instant.nullable(),
    version,
  })
  .meta({ id: "LossReason" });
export type LossReason = z.infer<typeof lossReason>;

/** A pipeline with its stages in board order (open, won, lost) and its loss reasons, archived ones included. */
export const pipeline = z
  .object({
    id,
    name: shortText,
    description: z.string().nullable(),
    isDefault: z.boolean(),
    position: z.int(),
    stages: z.array(stage),
    lossReasons: z.array(lossReason),
    archivedAt: instant.nullable(),
    version,
    mayEdit: z.boolean(),
  })
  .meta({ id: "Pipeline" });
export type Pipeline = z.infer<typeof pipeline>;
export const pipelines = z.array(pipeline);

export const stageInput = z.object({ name: shortText, type: stageType, probability, color, rotDays, serviceHours });
export const newStage = stageInput.partial().required({ name: true, type: true });
export type NewStage = z.infer<typeof newStage>;

const pipelineInput = z.object({ name: shortText, description: longText.nullable() });
export const createPipelineInput = pipelineInput.partial().extend({
  name: shortText,
  stages: z.array(newStage).min(3, "Give at least one open, one won and one lost stage.").max(30).optional(),
  lossReasons: z.array(shortText).max(50).optional(),
});
export const updatePipelineInput = pipelineInput.partial().extend({ id, version });
export const pipelineIdInput = z.object({ id });
export const pipelineVersionInput = z.object({ id, version });
export const listPipelinesInput = z.object({ archived: z.boolean().optional() });
export const reorderPipelinesInput = z.object({ ids: z.array(id).min(1).max(200) });
