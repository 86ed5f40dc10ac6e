import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { localDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { forgetKeys } from "@/server/usage/record";
import { forgetReservations, giveBackExpired, hasExpired } from "@/server/usage/reserve";
import { budgetEvents } from "./budgets/events";
import { hasNotices, notifyThresholds } from "./operations/notify";

/** Tells of limits and budgets, gives back what is reserved for nobody, and forgets old keys, those once a day. */
export const tendUsage = platform.job({
  id: "tend-usage",
  label: "Watches limits and budgets",
  on: [sweepEvents.usageToTend, budgetEvents.created, budgetEvents.updated, budgetEvents.restored],
  atOnce: 1,
  afterUse: true,
  async due(ctx, now) {
    const isDue = (await hasExpired(ctx, now)) || (await hasNotices(ctx, now));
    return [localDay(now, ctx.tenant.timeZone), ...(isDue ? [now.toISOString().slice(0, 16)] : [])];
  },
  async run({ step }) {
    await step("give back", (ctx) => giveBackExpired(ctx, new Date()).then(() => null));
    await step("tell", (ctx) => notifyThresholds(ctx, new Date()).then(() => null));
    await step("forget", (ctx) => forgetKeys(ctx, new Date()).then(() => null));
    await step("forget reservations", (ctx) => forgetReservations(ctx, new Date()).then(() => null));
  },
});
