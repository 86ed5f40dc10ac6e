import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const savedViewEvents = defineEvents("savedView", {
  created: z.object({ noun: z.string() }),
  updated: noData,
  moved: noData,
  archived: noData,
  restored: noData,
  /** Its owner was removed: an owner of the workspace has it now. */
  reassigned: z.object({ noun: z.string() }),
  /** A list opens with it: for whoever acts, or for everybody with a role. Without a key it is the view itself. */
  chosen: z.object({ noun: z.string(), role: z.string().nullable(), key: z.string().nullable() }),
});
