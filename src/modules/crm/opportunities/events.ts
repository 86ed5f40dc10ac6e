import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

const stageMove = z.object({
  fromStageId: z.uuid(),
  toStageId: z.uuid(),
  /** Status after the move. */
  status: z.enum(["open", "won", "lost"]),
});
const lineFacts = z.object({
  lineId: z.uuid(),
  productId: z.uuid(),
  product: z.string(),
  quantity: z.number(),
  unitPriceMinor: z.int(),
  currency: z.string(),
});

/** A move to a closed stage, or out of one, emits `stageChanged` and then won, lost or reopened. */
export const opportunityEvents = defineEvents(
  "opportunity",
  {
    created: noData,
    updated: noData,
    stageChanged: stageMove,
    /** The order within a stage changed; timelines leave it out. */
    ranked: noData,
    won: stageMove,
    lost: stageMove,
    reopened: stageMove,
    lineAdded: lineFacts,
    lineChanged: lineFacts,
    lineRemoved: lineFacts,
    archived: noData,
    restored: noData,
    deleted: z.object({ name: z.string() }),
    imported: z.object({ created: z.boolean() }),
    /** A revert took the import's change back; `deleted` when the import had made the deal. */
    importReverted: z.object({ deleted: z.boolean() }),
  },
  ["imported", "importReverted"],
);
