import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

/** What becomes of mails that tell notifications; ids and reasons, never what they say. */
export const notificationMailEvents = defineEvents("notificationMail", {
  queued: noData,
  retried: noData,
  sent: noData,
  failed: z.object({ reason: z.string() }),
  unknown: z.object({ reason: z.string() }),
  skipped: z.object({ reason: z.string() }),
});
