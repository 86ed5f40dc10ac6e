import "server-only";
import { groupBy } from "@/lib/group-by";
import { sweepEvents } from "@/lib/job-events";
import { localDay, momentOfDay } from "@/lib/working-time";
import { log } from "@/server/log";
import { systemCtx } from "@/server/member-ctx";
import type { Consumer } from "@/server/outbox/consumers";
import { platform } from "../module";
import { deliverEvents } from "./operations/deliver";
import { forgetOld } from "./operations/forget";
import { canGiveNotice } from "./rules";

/** Tells members what concerns them. */
export const notifications: Consumer = {
  name: "notifications",
  wants: ({ name }) => canGiveNotice(name),
  async deliver(events) {
    for (const [tenantId, theirs] of groupBy(events, (event) => event.tenantId)) {
      const ctx = await systemCtx(tenantId, "notifications", "tells members what concerns them");
      if (ctx?.tenant.status === "active") await deliverEvents(ctx, theirs);
      else
        log.info(
          { tenantId, events: theirs.length, status: ctx?.tenant.status ?? "gone" },
          "nobody is told: the workspace is not active",
        );
    }
    return [];
  },
};

/** Minute of the workspace's day after which what is old is thrown away: nobody waits for the database then. */
const forgetFrom = 3 * 60;

/** Throws away what inboxes no longer need, once on each day of the workspace's calendar. */
export const forgetNotifications = platform.job({
  id: "forget-notifications",
  label: "Throws away old notifications",
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
