import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const accountEvents = defineEvents(
  "account",
  {
    created: noData,
    updated: noData,
    archived: noData,
    restored: noData,
    deleted: z.object({ name: z.string() }),
    imported: z.object({ created: z.boolean() }),
    /** A revert took the import's change back; `deleted` when the import had made the record. */
    importReverted: z.object({ deleted: z.boolean() }),
  },
  { batched: ["updated", "archived", "restored"], quiet: ["imported", "importReverted"] },
);
