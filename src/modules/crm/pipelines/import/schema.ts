import { z } from "zod";
import { id, shortText } from "@/lib/zod";
import { stageType } from "../schema";

/** A stage that a value of a file becomes. */
export const stageImportRow = z.object({ name: shortText, type: stageType });

/** The answers that the batches of a file are given. */
export const batchAnswers = z.object({
  /** Null for the default pipeline. */
  pipelineId: id.nullable().default(null),
  /** The open stage to which the start dates of the file belong. */
  startStageId: id.nullable().default(null),
});
