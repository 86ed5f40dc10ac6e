import { z } from "zod";
import { defineEvents, noData } from "./events";

/** What happens to a run of deferred work: told to admins, and to the workflow server where it must act. */
export const jobRunEvents = defineEvents("jobRun", {
  failed: z.object({ reason: z.string() }),
  retried: noData,
  cancelled: noData,
});

/** Work by the clock is due in a workspace. */
export const sweepEvents = defineEvents("sweep", {
  notificationsToForget: noData,
  remindersDue: noData,
  mailsLate: noData,
});
