import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

/** The outcomes of notification and invitation e-mails: ids and reasons, never their content. */
export const notificationMailEvents = defineEvents("notificationMail", {
  queued: noData,
  retried: noData,
  sent: noData,
  /** An attempt failed, and another follows. */
  delayed: z.object({ reason: z.string() }),
  failed: z.object({ reason: z.string() }),
  unknown: z.object({ reason: z.string() }),
  skipped: z.object({ reason: z.string() }),
});
