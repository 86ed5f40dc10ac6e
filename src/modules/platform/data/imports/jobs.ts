import "server-only";
import { platform } from "@/modules/platform/module";
import { inBackground } from "@/server/background";
import { importEvents } from "./events";
import { bringInNext } from "./kept-columns/operations/bring-in";
import { importWork } from "./operations/work-imports";
import type { ImportStatus } from "./schema";

const partMs = 15_000;
/** Enough for two hours. The sweep continues longer work. */
const maxParts = 480;

/** Repeats a step until it has nothing left to do. */
async function inParts(step: (name: string) => Promise<boolean>): Promise<void> {
  for (let part = 1; part <= maxParts; part++) if (!(await step(`part ${part}`))) return;
}

const wanted: Readonly<Record<string, ImportStatus>> = {
  [importEvents.checkAsked.name]: "checking",
  [importEvents.started.name]: "running",
  [importEvents.revertStarted.name]: "reverting",
};

/** Drives one check, run or revert to its end, some seconds of batches with each step. */
export const workImport = platform.job({
  id: "work-import",
  label: "Processes an import",
  on: [importEvents.checkAsked, importEvents.started, importEvents.revertStarted],
  atOnce: 4,
  async run({ event, step }) {
    const status = wanted[event.name];
    if (!status) return;
    await inParts((name) =>
      step(name, (ctx) =>
        inBackground(importWork, { id: event.entityId, tenantId: ctx.tenant.id, status, ms: partMs }),
      ),
    );
  },
});

/** Writes columns that were not matched before the run to the records of its rows, a batch with each step. */
export const bringInKeptColumns = platform.job({
  id: "bring-in-columns",
  label: "Imports kept columns",
  on: [importEvents.columnsAsked],
  atOnce: 2,
  async run({ event, step }) {
    await inParts((name) =>
      step(name, async (ctx) => {
        const asked = await ctx.db.event.findFirst({ where: { id: event.eventId }, select: { data: true } });
        const place = importEvents.columnsAsked.payload.parse(asked?.data);
        return await bringInNext({ tenantId: ctx.tenant.id, importId: event.entityId, ...place });
      }),
    );
  },
});
