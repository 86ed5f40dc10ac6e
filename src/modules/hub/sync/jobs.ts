import "server-only";
import { dueFrom, slotOf } from "@/lib/due";
import type { EventDefinition } from "@/lib/events";
import { sweepEvents } from "@/lib/job-events";
import { connectionEvents } from "@/modules/hub/connections/events";
import { hintedJob } from "@/modules/hub/connections/rules";
import { hub } from "@/modules/hub/module";
import { inBackground } from "@/server/background";
import { syncEvents } from "./events";
import { forgetFrom, forgetOldWork } from "./operations/forget";
import { nextWork, syncWork } from "./operations/work-due";

const partMs = 15_000;
/** Enough for two hours; then the sweep goes on. */
const maxParts = 480;

/** Drives the work of all connections of a workspace, some seconds with each step; `edits` are changes of records that may sync. */
export const syncConnectionsAfter = (edits: readonly EventDefinition[]) =>
  hub.job({
    id: hintedJob,
    label: "Keeps records equal with connected services",
    on: [sweepEvents.connectionsToSync],
    atOnce: 1,
    wakes: [
      connectionEvents.connected,
      connectionEvents.resumed,
      connectionEvents.rehearsalAsked,
      connectionEvents.syncStarted,
      connectionEvents.runAsked,
      connectionEvents.problemsTried,
      connectionEvents.problemResolved,
      connectionEvents.erasureAsked,
      connectionEvents.syncUndone,
      syncEvents.changed,
      ...edits,
    ],
    // Work may be asked for again within the minute in which other work ended.
    due: async (ctx, now) => dueFrom(await nextWork(ctx, now), now, slotOf(now, "second")),
    async run({ step }) {
      for (let part = 1; part <= maxParts; part++) {
        const more = await step(`part ${part}`, (ctx) =>
          inBackground(syncWork, { tenantId: ctx.tenant.id, ms: partMs }),
        );
        if (!more) return;
      }
    },
  });

/** Deletes the log of changes after 90 days. */
export const forgetSyncLog = hub.job({
  id: "forget-sync-log",
  label: "Deletes old entries of the sync log",
  on: [sweepEvents.syncLogToForget],
  atOnce: 1,
  wakes: [connectionEvents.syncStarted, syncEvents.rehearsed],
  due: async (ctx, now) => dueFrom(await forgetFrom(ctx), now),
  async run({ step }) {
    await step("forget", async (ctx) => {
      await forgetOldWork(ctx, new Date());
      return null;
    });
  },
});
