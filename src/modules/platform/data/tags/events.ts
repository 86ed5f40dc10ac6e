import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const tagEvents = defineEvents("tag", {
  created: noData,
  updated: noData,
  archived: noData,
  restored: noData,
  /** Its records get another tag. */
  merged: z.object({ intoId: z.uuid() }),
  /** All records have the other tag. */
  valuesMoved: z.object({ intoId: z.uuid() }),
});
