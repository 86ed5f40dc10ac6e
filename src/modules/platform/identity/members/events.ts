import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const memberEvents = defineEvents(
  "member",
  {
    created: noData,
    updated: noData,
    invited: z.object({ invitationId: z.uuid(), email: z.string(), role: z.string() }),
    /** Every seat is in use or promised, so nothing is mailed yet. */
    invitationHeld: z.object({ invitationId: z.uuid(), email: z.string(), role: z.string() }),
    /** A seat became free, and the invitation that waited for it is mailed. */
    invitationReleased: z.object({ invitationId: z.uuid(), email: z.string(), role: z.string() }),
    invitationRevoked: z.object({ invitationId: z.uuid() }),
    /** By an invitation, as the first owner, or because of the domain of their address. */
    joined: z.object({
      invitationId: z.uuid().nullable(),
      by: z.literal("domain").optional(),
      domain: z.string().optional(),
    }),
    roleChanged: noData,
    grantChanged: z.object({ permission: z.string() }),
    pictureChanged: noData,
    pictureRemoved: noData,
    removed: z.object({ keysRevoked: z.int() }),
    imported: z.object({ created: z.boolean() }),
    /** A revert undid the import's change. */
    importReverted: z.object({ deleted: z.boolean() }),
  },
  { quiet: ["imported", "importReverted"] },
);
