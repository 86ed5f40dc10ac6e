import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { supportEvents } from "@/lib/support-events";
import { platform } from "@/modules/platform/module";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import { isAnyOpen, notifyEnds, unannounced } from "./operations/ending";
import { notifyOfSupport } from "./operations/notify";

const lookEveryMs = 2 * 60_000;

/** Ends support sessions when their time is over, and notes every end, so that owners and admins are notified. */
export const endSupportSessions = platform.job({
  id: "end-support-sessions",
  label: "Ends support sessions",
  on: [sweepEvents.supportToTell, supportEvents.started, workspaceEvents.suspended],
  atOnce: 1,
  whileSuspended: true,
  wakes: [supportEvents.started],
  async due(ctx, now) {
    const slots = (await unannounced(ctx, now)).map(({ id }) => id);
    // A session may end without an event of the workspace, such as when staff sign out.
    const next = slots.length > 0 || (await isAnyOpen(ctx)) ? new Date(now.getTime() + lookEveryMs) : null;
    return { slots, next };
  },
  async run({ event, step, sleepUntil }) {
    if (event.name === supportEvents.started.name) {
      const until = await step("until", async (ctx) => {
        const row = await ctx.db.supportSession.findFirst({
          where: { id: event.entityId },
          select: { expiresAt: true, endedAt: true },
        });
        return row?.endedAt ? null : (row?.expiresAt?.toISOString() ?? null);
      });
      if (until !== null) await sleepUntil("end", until);
    }
    await step("tell", (ctx) => notifyEnds(ctx, new Date()));
  },
});

/** E-mails owners and admins when staff ask, begin and end, also while the workspace is suspended. */
export const notifySupport = platform.job({
  id: "tell-support",
  label: "Notifies owners and admins of support sessions",
  on: [supportEvents.asked, supportEvents.started, supportEvents.ended],
  atOnce: 4,
  whileSuspended: true,
  async run({ step, event }) {
    await step("tell", (ctx) => notifyOfSupport(ctx, event.eventId).then(() => null));
  },
});
