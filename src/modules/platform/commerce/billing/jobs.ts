import "server-only";
import { tz } from "@date-fns/tz";
import { addHours, startOfHour, subHours } from "date-fns";
import { dueFrom, earliest, slotOf, spreadMs } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { memberEvents } from "@/modules/platform/identity/members/events";
import { platform } from "@/modules/platform/module";
import { stripeClient } from "@/server/stripe";
import { isUsedSince } from "@/server/usage/record";
import { askAt } from "@/server/workflows/due-work";
import type { PlatformJob } from "@/server/workflows/job";
import { billingEvents } from "./events";
import { followSeats } from "./operations/follow-seats";
import { notifyPastDue } from "./operations/past-due";
import { planUse, settleMs } from "./operations/plan-use";
import { endOrphans, forgetEvents, hasLateEvents, lateWorkspaces } from "./operations/receive-event";
import { hasUnsent, sendUse } from "./operations/send-use";
import { customerOf } from "./operations/sync";
import { reconcile, workOffEvents } from "./operations/work-off";
import { duePastDue, nextPastDue, pastDueName } from "./rules";

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
    const isLate = stripeClient() !== null && (await hasLateEvents(tenant.id, lateSince(now)));
    return dueFrom(isLate ? now : null, now, slotOf(now, "tenMinutes"));
  },
  async run({ step }) {
    await step("sync", async (ctx) => (await workOffEvents(ctx)) !== null);
  },
});

/** Finds the workspaces whose webhooks were lost, so that their job processes them. */
export const findLateBilling: PlatformJob = {
  id: "find-late-billing",
  label: "Finds lost webhooks",
  cron: "*/5 * * * *",
  async run(step) {
    if (!stripeClient()) return;
    await step("late", async () => {
      const late = await lateWorkspaces(lateSince(new Date()));
      for (const tenantId of late) await askAt(tenantId, [resumeBilling.id], new Date());
      return late.length;
    });
  },
};

/** Does the work on webhooks that belong to no workspace, and deletes old ones. */
export const tidyBilling: PlatformJob = {
  id: "tidy-billing",
  label: "Ends purchases of deleted workspaces, and deletes old webhooks",
  cron: "25 * * * *",
  async run(step) {
    if (!stripeClient()) return;
    await step("orphans", () => endOrphans(lateSince(new Date())).then(() => null));
    await step("forget", () => forgetEvents(new Date()).then(() => null));
  },
};

/** Minute of the workspace's day after which its payment is compared: few people buy then. */
const reconcileFrom = 4 * 60;
/** The payments service is not asked about all workspaces of a zone at once. */
const reconcileSpanMs = 2 * 3_600_000;

/** Compares a workspace with the payments service once a day, its seats included, and repairs differences. */
export const reconcileBilling = platform.job({
  id: "reconcile-billing",
  label: "Compares plan and invoices with the payments service",
  on: [sweepEvents.billingToReconcile],
  atOnce: 1,
  whileSuspended: true,
  async due(ctx, now) {
    const { id, timeZone } = ctx.tenant;
    // Also one that has bought nothing as far as is known here: the webhook of its first purchase may be lost.
    if (!stripeClient() || (await customerOf(ctx)) === null) return { slots: [], next: null };
    const from = (day: string) =>
      new Date(momentOfDay(day, reconcileFrom, timeZone).getTime() + spreadMs(id, reconcileSpanMs));
    const today = localDay(now, timeZone);
    if (now < from(today)) return { slots: [], next: from(today) };
    return { slots: [today], next: from(dayLater(today, 1)) };
  },
  wakes: [billingEvents.checkoutStarted, billingEvents.synced],
  async run({ step }) {
    await step("compare", async (ctx) => (await reconcile(ctx)).length);
    await step("seats", followSeats);
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
  wakes: [billingEvents.synced],
  async due({ tenant }, now) {
    const since = tenant.subscription.pastDueSince;
    const reminder = duePastDue(since, now);
    return { slots: reminder ? [pastDueName(reminder)] : [], next: nextPastDue(since, now) };
  },
  async run({ step }) {
    await step("tell", (ctx) => notifyPastDue(ctx, new Date()));
  },
});

/** Runs of ten minutes are enough after an outage: each sends thousands of hours. */
const mostSteps = 50;

/** Reports the usage of each closed hour to the payments service, and catches up after an outage. */
export const sendUsage = platform.job({
  id: "send-usage",
  label: "Sends usage to the payments service",
  on: [sweepEvents.usageToSend],
  atOnce: 1,
  whileSuspended: true,
  after: "use",
  async due(ctx, now) {
    if (!stripeClient() || (await customerOf(ctx)) === null) return { slots: [], next: null };
    const settled = new Date(now.getTime() - settleMs);
    const hour = settled.toISOString().slice(0, "2026-11-23T10".length);
    const unsent = dueFrom((await hasUnsent(ctx)) ? now : null, now, slotOf(now, "tenMinutes"));
    // Usage is reported when its hour is closed; some of it is written later, so the hours of a day after it are looked at.
    const began = startOfHour(settled, { in: tz("UTC") });
    const isUsed = await isUsedSince(ctx, subHours(began, 24));
    const nextHour = new Date(addHours(began, 1).getTime() + settleMs);
    return { slots: [hour, ...unsent.slots], next: earliest([unsent.next, isUsed ? nextHour : null]) };
  },
  async run({ step }) {
    await step("plan", (ctx) => planUse(ctx, new Date()).then(() => null));
    for (let nth = 1; nth <= mostSteps; nth++)
      if ((await step(`send ${nth}`, (ctx) => sendUse(ctx, new Date()))) === 0) return;
  },
});
