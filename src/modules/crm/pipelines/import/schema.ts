import { z } from "zod";
import { id } from "@/lib/zod";
import { newStage } from "../schema";

/** A stage that a value of a file becomes. */
export const stageImportRow = newStage.pick({ name: true, type: true, probability: true }).extend({
  /** The id of the open stage that it stands in front of; an empty text behind all of them. */
  before: z.string().max(100).optional(),
});
/** Its values besides name and type. */
export const stageImportValues = newStage.pick({ probability: true }).strict();

/** The answers that the batches of a file are given. */
export const batchAnswers = z.object({
  /** Null for the default pipeline. */
  pipelineId: id.nullable().default(null),
  /** The open stage to which the start dates of the file belong. */
  startStageId: id.nullable().default(null),
});
