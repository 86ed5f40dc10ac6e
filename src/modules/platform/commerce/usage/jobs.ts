import "server-only";
import { dueFrom, earliest } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { localDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { forgetKeys, forgetsKeysFrom } from "@/server/usage/record";
import { expiresFrom, forgetReservations, giveBackExpired } from "@/server/usage/reserve";
import { budgetEvents } from "./budgets/events";
import { hasNotices, notifyThresholds } from "./operations/notify";

/** Tells of limits and budgets, gives back what is reserved for nobody, and forgets old keys, those once a day. */
export const tendUsage = platform.job({
  id: "tend-usage",
  label: "Watches limits and budgets",
  on: [sweepEvents.usageToTend, budgetEvents.created, budgetEvents.updated, budgetEvents.restored],
  atOnce: 1,
  after: "use",
  wakes: [budgetEvents.created, budgetEvents.updated, budgetEvents.restored],
  async due(ctx, now) {
    const notices = dueFrom((await hasNotices(ctx, now)) ? now : null, now);
    const expired = dueFrom(await expiresFrom(ctx), now);
    const old = dueFrom(await forgetsKeysFrom(ctx), now, localDay(now, ctx.tenant.timeZone));
    const slots = new Set([notices, expired, old].flatMap((due) => due.slots));
    return { slots: [...slots], next: earliest([notices.next, expired.next, old.next]) };
  },
  async run({ step }) {
    await step("give back", (ctx) => giveBackExpired(ctx, new Date()).then(() => null));
    await step("tell", (ctx) => notifyThresholds(ctx, new Date()).then(() => null));
    await step("forget", (ctx) => forgetKeys(ctx, new Date()).then(() => null));
    await step("forget reservations", (ctx) => forgetReservations(ctx, new Date()).then(() => null));
  },
});
