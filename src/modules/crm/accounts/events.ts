import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const accountEvents = defineEvents("account", {
  created: noData,
  updated: noData,
  archived: noData,
  restored: noData,
  deleted: z.object({ name: z.string() }),
  imported: z.object({ created: z.boolean() }),
});
