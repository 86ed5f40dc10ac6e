import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

const memberIds = z.object({ memberIds: z.array(z.uuid()) });

export const teamEvents = defineEvents(
  "team",
  {
    created: noData,
    updated: noData,
    membersAdded: memberIds,
    membersRemoved: memberIds,
    deleted: z.object({ name: z.string() }),
    imported: z.object({ created: z.boolean() }),
    /** A revert undid the import's change. */
    importReverted: z.object({ deleted: z.boolean() }),
  },
  { quiet: ["imported", "importReverted"] },
);
