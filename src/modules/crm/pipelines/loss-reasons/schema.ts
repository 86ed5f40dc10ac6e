import { z } from "zod";
import { id, shortText, version } from "@/lib/zod";

export const createLossReasonInput = z.object({ pipelineId: id, name: shortText });
export const updateLossReasonInput = z.object({ id, version, name: shortText });
export const lossReasonVersionInput = z.object({ id, version });
/** Loss reasons of one pipeline in their new order; those not named follow. */
export const reorderLossReasonsInput = z.object({ id, lossReasonIds: z.array(id).min(1).max(200) });
