import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const customFieldEvents = defineEvents(
  "customField",
  {
    created: noData,
    updated: noData,
    moved: noData,
    archived: noData,
    restored: noData,
    deleted: noData,
    undeleted: noData,
    /** The field takes the place of another one, whose values move to it. */
    converted: z.object({ fromId: z.uuid() }),
    /** All values that fit have moved. */
    valuesMoved: z.object({ fromId: z.uuid() }),
    purged: noData,
  },
  { batched: ["moved"] },
);
