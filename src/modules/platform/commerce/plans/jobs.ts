import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { notifyOfTrials } from "./operations/notify-trials";
import { dueTrialReminders, nextTrialReminder, trialReminderName } from "./rules";

/** Reminds owners and admins 7, 3 and 1 day before a trial ends, and tells them when it has ended. */
export const notifyTrials = platform.job({
  id: "tell-trials",
  label: "Sends reminders that trials end soon",
  on: [sweepEvents.trialsToTell],
  atOnce: 1,
  due: async ({ tenant: { subscription } }, now) => ({
    slots: dueTrialReminders(subscription, now).map(trialReminderName),
    next: nextTrialReminder(subscription, now),
  }),
  async run({ step }) {
    await step("tell", (ctx) => notifyOfTrials(ctx, new Date()));
  },
});
