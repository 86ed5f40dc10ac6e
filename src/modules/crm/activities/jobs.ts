import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { crm } from "../module";
import { activityEvents } from "./events";
import { activities } from "./fields";
import { activityRemindersDue, remindOfDueActivities } from "./reminders/operations";
import { activitySeriesDue, repeatDueSeries } from "./series/operations/make-next";

const { created, updated, archived, restored, imported, importReverted } = activityEvents;
const steps = Object.values(activities.steps);

/** Reminds assignees and colleagues of activities at the chosen times. */
export const remindOfActivities = crm.job({
  id: "remind-of-activities",
  label: "Sends the reminders of activities",
  on: [sweepEvents.activityRemindersDue],
  wakes: [created, updated, restored, imported, importReverted, ...steps],
  atOnce: 1,
  due: activityRemindersDue,
  async run({ step }) {
    await step("remind", (ctx) => remindOfDueActivities(ctx, new Date()));
  },
});

/** Makes the next activities of series whose last one was not completed in its time. */
export const repeatActivities = crm.job({
  id: "repeat-activities",
  label: "Makes the next ones of repeating activities",
  on: [sweepEvents.activitySeriesDue],
  wakes: [updated, archived, ...steps],
  atOnce: 1,
  due: activitySeriesDue,
  async run({ step }) {
    await step("repeat", (ctx) => repeatDueSeries(ctx, new Date()));
  },
});
