import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { inActiveWorkspaces } from "@/server/outbox/active-workspaces";
import type { Consumer } from "@/server/outbox/consumers";
import { deliverEvents } from "./operations/deliver";
import { forgetOld, isAnyOld } from "./operations/forget";
import { canGiveNotice, canMakeFollow } from "./rules";

/** Delivers events to members as notifications. */
export const notifications: Consumer = {
  name: "notifications",
  wants: ({ name }) => canGiveNotice(name) || canMakeFollow(name),
  async deliver(events) {
    for await (const [ctx, theirs] of inActiveWorkspaces(events, "notifications", "notifies members"))
      await deliverEvents(ctx, theirs);
  },
};

/** Minute of the workspace's day after which old notifications are deleted: nobody waits for the database then. */
const forgetFrom = 3 * 60;
/** Days between two looks where nothing is old: inboxes keep everything for longer. */
const lookEveryDays = 7;

/** Throws away what inboxes no longer need. */
export const forgetNotifications = platform.job({
  id: "forget-notifications",
  label: "Deletes old notifications",
  on: [sweepEvents.notificationsToForget],
  atOnce: 1,
  async due(ctx, now) {
    const { timeZone } = ctx.tenant;
    const today = localDay(now, timeZone);
    const from = (day: string) => momentOfDay(day, forgetFrom, timeZone);
    if (now < from(today)) return { slots: [], next: from(today) };
    if (await isAnyOld(ctx, now)) return { slots: [today], next: from(dayLater(today, 1)) };
    return { slots: [], next: from(dayLater(today, lookEveryDays)) };
  },
  async run({ step }) {
    await step("forget", (ctx) => forgetOld(ctx, new Date()));
  },
});
