import { z } from "zod";
import { id, instant, reference } from "@/lib/zod";
import { stageType } from "../../pipelines/schema";

export const stageSource = z.enum(["app", "api", "import", "system"]);

/** One stay in a stage; stays follow each other without a gap. */
export const stageStay = z.object({
  id,
  stage: z.object({ id, name: z.string(), type: stageType, color: z.int(), position: z.int() }),
  /** Null when it entered before the import that brought the opportunity. */
  enteredAt: instant.nullable(),
  /** Null while it is there. */
  leftAt: instant.nullable(),
  /** Until it left, or until now; null when the beginning is unknown. */
  seconds: z.int().nullable(),
  actor: reference.nullable(),
  source: stageSource,
});
export type StageStay = z.infer<typeof stageStay>;
export const stageHistory = z.array(stageStay);
