import { z } from "zod";
import { id, instant } from "@/lib/zod";
import { lifecycleStages } from "../fields";

const values = lifecycleStages.map(({ value }) => value) as [LifecycleStage, ...LifecycleStage[]];
export type LifecycleStage = (typeof lifecycleStages)[number]["value"];

/** One stay in a lifecycle stage. `reason` says why the contact was moved back to it. */
export const lifecycleEntry = z
  .object({
    id,
    stage: z.enum(values),
    enteredAt: instant,
    leftAt: instant.nullable(),
    reason: z.string().nullable(),
    /** An import brought the stage, and no file says since when: it was entered at that time or before. */
    imported: z.boolean(),
  })
  .meta({ id: "LifecycleEntry" });
export type LifecycleEntry = z.infer<typeof lifecycleEntry>;

/** The name of a stage: "MQL". */
export const stageLabel = (stage: LifecycleStage): string =>
  lifecycleStages.find(({ value }) => value === stage)?.label ?? stage;

/** Whether a move leads to an earlier stage: it needs a reason. */
export const isBackward = (from: LifecycleStage, to: LifecycleStage): boolean =>
  values.indexOf(to) < values.indexOf(from);
