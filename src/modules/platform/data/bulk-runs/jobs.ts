import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { inBackground } from "@/server/background";
import { bulkRunEvents } from "./events";
import { forgetFrom, forgetRuns } from "./operations/forget";
import { bulkWork, stop } from "./operations/work";

const partMs = 15_000;
/** Enough for four hours. */
const maxParts = 960;

const tooLong = "This took longer than four hours. Records changed until then keep their changes, which you can undo.";

/** Drives one run, or its undo, to its end, some seconds of batches with each step. */
export const workBulkRun = platform.job({
  id: "work-bulk-run",
  label: "Changes many records",
  on: [bulkRunEvents.started, bulkRunEvents.undoStarted],
  atOnce: 2,
  async run({ event, step }) {
    for (let part = 1; part <= maxParts; part++) {
      const more = await step(`part ${part}`, (ctx) =>
        inBackground(bulkWork, { id: event.entityId, tenantId: ctx.tenant.id, ms: partMs }),
      );
      if (!more) return;
    }
    await step("stop", async (ctx) => {
      await stop({ tenantId: ctx.tenant.id, id: event.entityId }, tooLong);
      return null;
    });
  },
});

/** Deletes runs that can no longer be undone: their rows hold earlier values. */
export const forgetBulkRuns = platform.job({
  id: "forget-bulk-runs",
  label: "Deletes old bulk changes",
  on: [sweepEvents.bulkRunsToForget],
  atOnce: 1,
  wakes: [bulkRunEvents.started, bulkRunEvents.applied],
  due: async (ctx, now) => dueFrom(await forgetFrom(ctx), now),
  async run({ step }) {
    await step("forget", (ctx) => forgetRuns(ctx, new Date()));
  },
});
