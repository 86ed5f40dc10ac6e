import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { contactRoles, stances } from "./contacts/rules";
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
/** The name alone: readers of a timeline may not open every contact. */
export const partFacts = z.object({
  contact: z.string(),
  role: z.enum(contactRoles).nullable(),
  stance: z.enum(stances),
  primary: z.boolean(),
});
const lineFacts = z.object({
  lineId: z.uuid(),
  productId: z.uuid(),
  product: z.string(),
  quantity: z.number(),
  unitPriceMinor: z.int(),
  currency: z.string(),
});

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
    lineAdded: lineFacts,
    lineChanged: lineFacts,
    lineRemoved: lineFacts,
    contactAdded: partFacts,
    contactChanged: partFacts,
    contactRemoved: partFacts,
    /** No activity for longer than its stage allows; names the members to notify. Timelines leave it out. */
    rotting: hearers,
    /** Its expected close date is near. */
    closing: hearers.extend({ closeDate: z.iso.date() }),
  },
  { batched: ["stageChanged", "won", "lost", "reopened"] },
);

export const opportunityEvents = { ...declared.events, ...ownEvents };
