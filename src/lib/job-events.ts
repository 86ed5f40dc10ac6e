import { z } from "zod";
import { defineEvents, noData } from "./events";

/** Events of a run of deferred work: shown to admins, and sent to the workflow server where it must act. */
export const jobRunEvents = defineEvents("jobRun", {
  failed: z.object({ reason: z.string() }),
  retried: noData,
  cancelled: noData,
});

/** Scheduled work is due in a workspace. */
export const sweepEvents = defineEvents("sweep", {
  notificationsToForget: noData,
  remindersDue: noData,
  serviceTimesDue: noData,
  activityRemindersDue: noData,
  activitySeriesDue: noData,
  taskSeriesDue: noData,
  taskRemindersDue: noData,
  mailsLate: noData,
  digestsDue: noData,
  fieldsToPurge: noData,
  wordsToForget: noData,
  trialsToTell: noData,
  invitationsToMail: noData,
  billingLate: noData,
  billingToReconcile: noData,
  invoicesUnpaid: noData,
  usageToTend: noData,
  supportToTell: noData,
  deletionToTell: noData,
  deletionDue: noData,
  exportsToForget: noData,
  bulkRunsToForget: noData,
  recordExportsToForget: noData,
  recordExitsToForget: noData,
  archivedToDelete: noData,
  usageToSend: noData,
  storedFilesToDelete: noData,
  connectionsToTend: noData,
  connectionsToSync: noData,
  syncLogToForget: noData,
  keyLogToForget: noData,
  keysEnding: noData,
});
