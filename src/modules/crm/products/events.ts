import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const productEvents = defineEvents("product", {
  created: noData,
  updated: noData,
  archived: noData,
  restored: noData,
  imported: z.object({ created: z.boolean() }),
});
