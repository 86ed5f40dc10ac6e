import { z } from "zod";
import { id, version } from "@/lib/zod";

export const openByStageInput = z.object({ id });
/** For each open stage of a pipeline: the number of its opportunities, and how many are archived. */
export const openByStage = z.array(z.object({ stageId: id, count: z.int(), archived: z.int() }));
export type OpenByStage = z.infer<typeof openByStage>;

/** `stages`: where the open opportunities of each stage go, an open stage of another pipeline; needed where it holds any. */
export const archivePipelineInput = z.object({
  id,
  version,
  stages: z
    .array(z.object({ stageId: id, toStageId: id }))
    .max(100)
    .optional(),
});
