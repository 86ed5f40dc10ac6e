import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { closeCheckouts, endPayment } from "@/modules/platform/commerce/billing/operations/end-payment";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { workspaceEvents } from "../events";
import { notifyOfDeletion, notifyOfTransfer, notifyOfUndo } from "./operations/notify";
import { isDue, purgeFiles, purgeRows, purgeWorkspace } from "./operations/purge";
import { nextNotice, toldOf } from "./rules";

/** Tells owners and admins of a deletion: at once, and three days and one day before. */
export const notifyDeletion = platform.job({
  id: "tell-deletion",
  label: "Notifies owners and admins that the workspace will be deleted",
  on: [sweepEvents.deletionToTell, workspaceEvents.deletionAsked],
  atOnce: 1,
  wakes: [workspaceEvents.deletionAsked],
  async due({ tenant: { deletionDueAt } }, now) {
    const days = toldOf(deletionDueAt, now);
    const slots = days === null ? [] : [`${deletionDueAt?.toISOString()} ${days}`];
    return { slots, next: nextNotice(deletionDueAt, now) };
  },
  async run({ step }) {
    await step("tell", (ctx) => notifyOfDeletion(ctx, new Date()).then(() => null));
  },
});

/** Closes the pages of purchases that were begun before: a workspace that waits for its deletion buys nothing. */
export const stopSales = platform.job({
  id: "stop-sales",
  label: "Closes open checkout pages",
  on: [workspaceEvents.deletionAsked],
  atOnce: 1,
  whileSuspended: true,
  async run({ step }) {
    await step("checkouts", (ctx) => closeCheckouts(ctx).then(() => null));
  },
});

/** Tells owners and admins that the deletion was undone. */
export const notifyDeletionUndone = platform.job({
  id: "tell-kept",
  label: "Notifies owners and admins that the workspace is kept",
  on: [workspaceEvents.deletionUndone],
  atOnce: 1,
  async run({ step, event }) {
    await step("tell", (ctx) => notifyOfUndo(ctx, event.eventId).then(() => null));
  },
});

/** Tells both members of a transfer. */
export const notifyTransfer = platform.job({
  id: "tell-transfer",
  label: "Notifies the old and the new owner of a transfer",
  on: [workspaceEvents.ownershipTransferred],
  atOnce: 1,
  async run({ step, event }) {
    await step("tell", (ctx) => notifyOfTransfer(ctx, event.eventId).then(() => null));
  },
});

/**
 * Deletes a workspace whose time has come. From then on nobody finds it: sockets end, and so do keys, imports and other
 * jobs. Each step can be repeated.
 */
export const deleteWorkspace = platform.job({
  id: "delete-workspace",
  label: "Deletes the workspace",
  on: [sweepEvents.deletionDue],
  atOnce: 1,
  whileDeleted: true,
  wakes: [workspaceEvents.deletionAsked],
  due: async ({ tenant }, now) => dueFrom(tenant.deletionDueAt, now, now.toISOString().slice(0, 13)),
  async run({ step, event: { tenantId } }) {
    // Each step asks again: one that is not due keeps its payment, its files and its rows, and waits for the next hour.
    const purge = (name: string, work: (ctx: Ctx) => Promise<number | null>) =>
      step(name, async (ctx) => ((await isDue(tenantId)) ? await work(ctx) : "not due"));
    // First of all: nobody pays for a workspace that is gone.
    if ((await purge("payment", (ctx) => endPayment(ctx).then(() => null))) === "not due") return;
    await purge("files", () => purgeFiles(tenantId).then(() => null));
    for (let part = 1; Number(await purge(`rows ${part}`, () => purgeRows(tenantId))) > 0; part++);
    // Files again: an export that was being written when the time came may have left one.
    await purge("late files", () => purgeFiles(tenantId).then(() => null));
    await purge("workspace", () => purgeWorkspace(tenantId).then(() => null));
  },
});
