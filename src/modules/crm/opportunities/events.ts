import "@/lib/nouns/schemas";
import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { declared } from "./fields";

const stageMove = z.object({
  fromStageId: z.uuid(),
  toStageId: z.uuid(),
  /** Status after the move. */
  status: z.enum(["open", "won", "lost"]),
  /** The move undoes one made a moment ago: nobody is notified of it. */
  undo: z.boolean().optional(),
});
/** Last activity and closing time before this move: an undo restores them. */
export const clocks = z.object({ touchedAt: z.iso.datetime().nullable(), closedAt: z.iso.datetime().nullable() });
export type Clocks = z.infer<typeof clocks>;
const hearers = z.object({ memberIds: z.array(z.uuid()) });
/**
 * Events that only opportunities have. A move to a closed stage, or out of one, emits `stageChanged`, then won, lost or
 * reopened.
 */
export const ownEvents = defineEvents(
  "opportunity",
  {
    stageChanged: stageMove.extend({ clocks: clocks.optional() }),
    /** The order within a stage changed; timelines leave it out. */
    ranked: noData,
    won: stageMove,
    lost: stageMove,
    reopened: stageMove,
    /** No activity for longer than its stage allows; names the members to notify. Timelines leave it out. */
    rotting: hearers,
    /** Its expected close date is near. */
    closing: hearers.extend({ closeDate: z.iso.date() }),
    /** Its written next step is due; names the member who does it. Timelines leave it out. */
    stepDue: hearers.extend({ day: z.iso.date() }),
  },
  { batched: ["stageChanged", "won", "lost", "reopened"] },
);

export const opportunityEvents = { ...declared.events, ...ownEvents };
