import { z } from "zod";
import { defineEvents } from "@/lib/events";

/** A monthly limit of the plan is nearly or completely used. */
export const limitNoticeEvents = defineEvents("limitNotice", {
  reached: z.object({ memberIds: z.array(z.uuid()), subject: z.string(), threshold: z.int(), period: z.string() }),
});
