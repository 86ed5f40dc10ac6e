import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { inActiveWorkspaces } from "@/server/outbox/active-workspaces";
import type { Consumer } from "@/server/outbox/consumers";
import { deliverEvents } from "./operations/deliver";
import { forgetOld } from "./operations/forget";
import { canGiveNotice } from "./rules";

/** Delivers events to members as notifications. */
export const notifications: Consumer = {
  name: "notifications",
  wants: ({ name }) => canGiveNotice(name),
  async deliver(events) {
    for await (const [ctx, theirs] of inActiveWorkspaces(events, "notifications", "notifies members"))
      await deliverEvents(ctx, theirs);
  },
};

/** Minute of the workspace's day after which old notifications are deleted: nobody waits for the database then. */
const forgetFrom = 3 * 60;

/** Throws away what inboxes no longer need, once on each day of the workspace's calendar. */
export const forgetNotifications = platform.job({
  id: "forget-notifications",
  label: "Deletes old notifications",
  on: [sweepEvents.notificationsToForget],
  atOnce: 1,
  async due({ tenant }, now) {
    const today = localDay(now, tenant.timeZone);
    return now >= momentOfDay(today, forgetFrom, tenant.timeZone) ? [today] : [];
  },
  async run({ step }) {
    await step("forget", (ctx) => forgetOld(ctx, new Date()));
  },
});
