import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { besideNew } from "./similar";

/** The events of records of every noun. */
export const nounEvents = <const E extends string>(entity: E) =>
  defineEvents(
    entity,
    {
      /** Also the similar records that were shown before it was saved. */
      created: z.object(besideNew),
      updated: noData,
      archived: noData,
      restored: noData,
      deleted: z.object({ name: z.string() }),
      imported: z.object({ created: z.boolean() }),
      /** A revert took the import's change back; `deleted` when the import had made the record. */
      importReverted: z.object({ deleted: z.boolean() }),
      /** A custom field got another kind, or a tag went into another: its values moved along. */
      valuesMoved: noData,
    },
    { batched: ["updated", "archived", "restored"], quiet: ["imported", "importReverted", "valuesMoved"] },
  );
