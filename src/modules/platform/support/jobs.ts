import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { supportEvents } from "@/lib/support-events";
import { platform } from "../module";
import { tellEnds, untold } from "./operations/ending";

/** Ends support sessions when their time is over, and tells owners and admins of every end. */
export const endSupportSessions = platform.job({
  id: "end-support-sessions",
  label: "Ends support sessions",
  on: [supportEvents.started, sweepEvents.supportToTell],
  atOnce: 1,
  whileSuspended: true,
  due: async (ctx, now) => (await untold(ctx, now)).map(({ id }) => id),
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
    await step("tell", (ctx) => tellEnds(ctx, new Date()));
  },
});
