import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { supportEvents } from "@/lib/support-events";
import { platform } from "@/modules/platform/module";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import { notifyEnds, unannounced } from "./operations/ending";
import { notifyOfSupport } from "./operations/notify";

/** Ends support sessions when their time is over, and notes every end, so that owners and admins are notified. */
export const endSupportSessions = platform.job({
  id: "end-support-sessions",
  label: "Ends support sessions",
  on: [sweepEvents.supportToTell, supportEvents.started, workspaceEvents.suspended],
  atOnce: 1,
  whileSuspended: true,
  due: async (ctx, now) => (await unannounced(ctx, now)).map(({ id }) => id),
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
