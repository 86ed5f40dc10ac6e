import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { declared } from "./fields";

const stageMove = z.object({
  fromStageId: z.uuid(),
  toStageId: z.uuid(),
  /** Status after the move. */
  status: z.enum(["open", "won", "lost"]),
  /** It takes back a move that was made a moment ago: nobody is told of it. */
  undo: z.boolean().optional(),
});
/**
 * How long the opportunity lay untouched and since when it was closed, before this move: what taking it back restores.
 */
export const clocks = z.object({ touchedAt: z.iso.datetime().nullable(), closedAt: z.iso.datetime().nullable() });
export type Clocks = z.infer<typeof clocks>;
const hearers = z.object({ memberIds: z.array(z.uuid()) });
const lineFacts = z.object({
  lineId: z.uuid(),
  productId: z.uuid(),
  product: z.string(),
  quantity: z.number(),
  unitPriceMinor: z.int(),
  currency: z.string(),
});

/** What happens to opportunities alone. A move to a closed stage, or out of one, emits `stageChanged` and then won, lost or reopened. */
export const ownEvents = defineEvents(
  "opportunity",
  {
    stageChanged: stageMove.extend({ clocks: clocks.optional() }),
    /** The order within a stage changed; timelines leave it out. */
    ranked: noData,
    won: stageMove,
    lost: stageMove,
    reopened: stageMove,
    lineAdded: lineFacts,
    lineChanged: lineFacts,
    lineRemoved: lineFacts,
    /** Untouched for longer than its stage allows: who is to hear of it now. Timelines leave out what only the clock did. */
    rotting: hearers,
    /** Its expected close date is near. */
    closing: hearers.extend({ closeDate: z.iso.date() }),
  },
  { batched: ["stageChanged", "won", "lost", "reopened"] },
);

export const opportunityEvents = { ...declared.events, ...ownEvents };
