import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { isDeleted } from "@/server/deletion-due";
import { endPayment } from "../../billing/operations/end-payment";
import { platform } from "../../module";
import { workspaceEvents } from "../events";
import { purgeFiles, purgeRows, purgeWorkspace } from "./operations/purge";
import { tellOfDeletion, tellOfTransfer, tellOfUndo } from "./operations/tell";
import { toldOf } from "./rules";

/** Tells owners and admins of a deletion: at once, and three days and one day before. */
export const tellDeletion = platform.job({
  id: "tell-deletion",
  label: "Tells owners and admins that the workspace will be deleted",
  on: [sweepEvents.deletionToTell, workspaceEvents.deletionAsked],
  atOnce: 1,
  async due({ tenant: { deletionDueAt } }, now) {
    const days = toldOf(deletionDueAt, now);
    return days === null ? [] : [`${deletionDueAt?.toISOString()} ${days}`];
  },
  async run({ step }) {
    await step("tell", (ctx) => tellOfDeletion(ctx, new Date()).then(() => null));
  },
});

/** Tells owners and admins that the deletion was undone. */
export const tellKept = platform.job({
  id: "tell-kept",
  label: "Tells owners and admins that the workspace stays",
  on: [workspaceEvents.deletionUndone],
  atOnce: 1,
  async run({ step, event }) {
    await step("tell", (ctx) => tellOfUndo(ctx, event.eventId).then(() => null));
  },
});

/** Tells both members of a transfer. */
export const tellTransfer = platform.job({
  id: "tell-transfer",
  label: "Tells the old and the new owner of a transfer",
  on: [workspaceEvents.ownershipTransferred],
  atOnce: 1,
  async run({ step, event }) {
    await step("tell", (ctx) => tellOfTransfer(ctx, event.eventId).then(() => null));
  },
});

/**
 * Deletes a workspace whose time has come. From that moment nobody finds it: sockets end, and so do keys, imports and
 * other jobs. Each step can be repeated.
 */
export const deleteWorkspace = platform.job({
  id: "delete-workspace",
  label: "Deletes the workspace",
  on: [sweepEvents.deletionDue],
  atOnce: 1,
  whileDeleted: true,
  due: async ({ tenant }, now) => (isDeleted(tenant, now) ? [now.toISOString().slice(0, 13)] : []),
  async run({ step, event: { tenantId } }) {
    // First of all: nobody pays for a workspace that is gone.
    await step("payment", (ctx) => endPayment(ctx).then(() => null));
    await step("files", () => purgeFiles(tenantId).then(() => null));
    for (let part = 1; (await step(`rows ${part}`, () => purgeRows(tenantId))) > 0; part++);
    await step("workspace", () => purgeWorkspace(tenantId));
  },
});
