import { z } from "zod";
import { id, version } from "@/lib/zod";

/**
 * `toStageId`: where the stage's opportunities go, a stage of the same type in the same pipeline; needed when it holds
 * opportunities.
 */
export const removeStageInput = z.object({ id, version, toStageId: id.optional() });
