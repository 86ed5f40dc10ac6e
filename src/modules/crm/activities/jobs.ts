import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { crm } from "../module";
import { activityEvents } from "./events";
import { activities } from "./fields";
import { activityRemindersDue, remindOfDueActivities } from "./reminders/operations";

const { created, updated, restored, imported, importReverted } = activityEvents;

/** Reminds assignees and colleagues of activities at the chosen times. */
export const remindOfActivities = crm.job({
  id: "remind-of-activities",
  label: "Sends the reminders of activities",
  on: [sweepEvents.activityRemindersDue],
  wakes: [created, updated, restored, imported, importReverted, ...Object.values(activities.steps)],
  atOnce: 1,
  due: activityRemindersDue,
  async run({ step }) {
    await step("remind", (ctx) => remindOfDueActivities(ctx, new Date()));
  },
});
