import "server-only";
import { dueFrom, slotOf } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { calendarEvents } from "@/modules/platform/workspace/calendars/events";
import { notificationMailEvents } from "./events";
import { followHours } from "./operations/hours";
import { lateFrom, resumeLateMail } from "./operations/late";

/** More than any e-mail takes: the burst, a night or two, and its attempts. */
const maxRounds = 100;

/** Brings one e-mail to its end: waits for the burst and for working hours, sends, and tries again. */
export const sendNotificationMail = platform.job({
  id: "send-notification-mail",
  label: "Sends notifications by e-mail",
  on: [notificationMailEvents.queued, notificationMailEvents.retried],
  atOnce: 4,
  // The log then says why nobody was mailed.
  whileSuspended: true,
  async run({ event, step, sleepUntil }) {
    for (let round = 1; round <= maxRounds; round++) {
      const again = await step(`send ${round}`, async (ctx) => {
        // Templates are loaded where e-mail is written: the background thread, which names the jobs too, cannot.
        const { sendWhenDue } = await import("./operations/send");
        return (await sendWhenDue(ctx, event.entityId))?.toISOString() ?? null;
      });
      if (again === null) return;
      await sleepUntil(`wait ${round}`, again);
    }
  },
});

/** Resends e-mail whose job was cancelled or has failed for good: the log would have it wait for ever. */
export const resumeMails = platform.job({
  id: "resume-mails",
  label: "Sends overdue e-mails",
  on: [sweepEvents.mailsLate],
  atOnce: 1,
  wakes: [notificationMailEvents.queued, notificationMailEvents.retried],
  due: async (ctx, now) => dueFrom(await lateFrom(ctx), now, slotOf(now, "tenMinutes")),
  async run({ step }) {
    await step("resume", (ctx) => resumeLateMail(ctx, new Date()));
  },
});

/** Sends waiting e-mail earlier where a member now works earlier. */
export const followWorkingHours = platform.job({
  id: "follow-working-hours",
  label: "Sends waiting e-mails by new working hours",
  on: [calendarEvents.chosen],
  atOnce: 1,
  async run({ event, step }) {
    const { memberId } = event;
    if (memberId === null) return;
    await step("follow", async (ctx) => {
      await followHours(ctx, memberId);
      return null;
    });
  },
});
