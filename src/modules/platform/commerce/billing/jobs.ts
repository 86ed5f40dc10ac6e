import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { localDay, momentOfDay } from "@/lib/working-time";
import { memberEvents } from "@/modules/platform/identity/members/events";
import { platform } from "@/modules/platform/module";
import { giveBack, type Limit, spend } from "@/server/rate-limit";
import { stripeClient } from "@/server/stripe";
import { billingEvents } from "./events";
import { followSeats } from "./operations/follow-seats";
import { notifyPastDue } from "./operations/past-due";
import { planUse, settleMs } from "./operations/plan-use";
import { endOrphans, forgetEvents, hasLateEvents } from "./operations/receive-event";
import { hasUnsent, sendUse } from "./operations/send-use";
import { customerOf } from "./operations/sync";
import { reconcile, workOffEvents } from "./operations/work-off";
import { duePastDue, pastDueName } from "./rules";

/** Fetches the state of a workspace's payment after a webhook. */
export const syncBilling = platform.job({
  id: "sync-billing",
  label: "Fetches plan and invoices from the payments service",
  on: [billingEvents.notified],
  atOnce: 1,
  // People pay for a suspended workspace too.
  whileSuspended: true,
  async run({ step }) {
    await step("sync", async (ctx) => (await workOffEvents(ctx)) !== null);
    // A purchase that waited for its confirmation may be decided now.
    await step("seats", followSeats);
  },
});

/** Minutes after which a webhook that nobody worked off counts as lost. */
const lateMinutes = 5;
const lateSince = (now: Date) => new Date(now.getTime() - lateMinutes * 60_000);

/** Works off webhooks that were stored, but whose job never began. */
export const resumeBilling = platform.job({
  id: "resume-billing",
  label: "Fetches changes whose webhook was lost",
  on: [sweepEvents.billingLate],
  atOnce: 1,
  whileSuspended: true,
  async due({ tenant }, now) {
    if (!stripeClient()) return [];
    const isLate = await hasLateEvents(tenant.id, lateSince(now));
    return isLate ? [now.toISOString().slice(0, 16)] : [];
  },
  async run({ step }) {
    await step("sync", async (ctx) => (await workOffEvents(ctx)) !== null);
  },
});

const hourly: Limit = { name: "billing-hourly", points: 1, seconds: 3_600, refusal: (wait) => `Wait ${wait}.` };

/** Work on the events of all workspaces: the first workspace of an hour does it, not each of them; again after a failure. */
async function onceAnHour(name: string, work: () => Promise<void>): Promise<boolean> {
  if ((await spend(hourly, name)) > 0) return false;
  try {
    await work();
  } catch (error) {
    await giveBack(hourly, name);
    throw error;
  }
  return true;
}

/** Minute of the workspace's day after which its payment is compared: few people buy then. */
const reconcileFrom = 4 * 60;

/** Compares a workspace with the payments service once a day, its seats included, and repairs differences. */
export const reconcileBilling = platform.job({
  id: "reconcile-billing",
  label: "Compares plan and invoices with the payments service",
  on: [sweepEvents.billingToReconcile],
  atOnce: 1,
  whileSuspended: true,
  async due(ctx, now) {
    const { timeZone } = ctx.tenant;
    const today = localDay(now, timeZone);
    if (!stripeClient() || now < momentOfDay(today, reconcileFrom, timeZone)) return [];
    // Also one that has bought nothing as far as is known here: the webhook of its first purchase may be lost.
    return (await customerOf(ctx)) === null ? [] : [today];
  },
  async run({ step }) {
    await step("compare", async (ctx) => (await reconcile(ctx)).length);
    await step("seats", followSeats);
    await step("orphans", () => onceAnHour("orphans", () => endOrphans(lateSince(new Date()))));
    await step("forget", () => onceAnHour("forget", () => forgetEvents(new Date())));
  },
});

/** Pays for as many seats as there are members, after somebody joined or left. */
export const followMembers = platform.job({
  id: "follow-members",
  label: "Pays for the seats of new members",
  on: [memberEvents.joined, memberEvents.removed],
  atOnce: 1,
  async run({ step }) {
    await step("seats", followSeats);
  },
});

/** Tells those who may pay that an invoice is open. */
export const notifyUnpaid = platform.job({
  id: "tell-unpaid",
  label: "Sends reminders of an unpaid invoice",
  on: [sweepEvents.invoicesUnpaid],
  atOnce: 1,
  async due({ tenant }, now) {
    const reminder = duePastDue(tenant.subscription.pastDueSince, now);
    return reminder ? [pastDueName(reminder)] : [];
  },
  async run({ step }) {
    await step("tell", (ctx) => notifyPastDue(ctx, new Date()));
  },
});

/** Runs of ten minutes are enough after an outage: each sends thousands of hours. */
const tenMinutes = "2026-11-23T10:3".length;
const mostSteps = 50;

/** Reports the usage of each closed hour to the payments service, and catches up after an outage. */
export const sendUsage = platform.job({
  id: "send-usage",
  label: "Sends usage to the payments service",
  on: [sweepEvents.usageToSend],
  atOnce: 1,
  whileSuspended: true,
  async due(ctx, now) {
    if (!stripeClient() || (await customerOf(ctx)) === null) return [];
    const hour = new Date(now.getTime() - settleMs).toISOString().slice(0, "2026-11-23T10".length);
    return [hour, ...((await hasUnsent(ctx)) ? [now.toISOString().slice(0, tenMinutes)] : [])];
  },
  async run({ step }) {
    await step("plan", (ctx) => planUse(ctx, new Date()).then(() => null));
    for (let nth = 1; nth <= mostSteps; nth++)
      if ((await step(`send ${nth}`, (ctx) => sendUse(ctx, new Date()))) === 0) return;
  },
});
