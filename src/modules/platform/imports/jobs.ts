import "server-only";
import { inBackground } from "@/server/background";
import { platform } from "../module";
import { importEvents } from "./events";
import { importWork } from "./operations/work-imports";
import type { ImportStatus } from "./schema";

const partMs = 15_000;
/** Enough for two hours. The sweep continues longer work. */
const maxParts = 480;

const wanted: Readonly<Record<string, ImportStatus>> = {
  [importEvents.checkAsked.name]: "checking",
  [importEvents.started.name]: "running",
  [importEvents.revertStarted.name]: "reverting",
};

/** Drives one check, run or revert to its end, some seconds of batches with each step. */
export const workImport = platform.job({
  id: "work-import",
  label: "Works on an import",
  on: [importEvents.checkAsked, importEvents.started, importEvents.revertStarted],
  atOnce: 4,
  async run({ event, step }) {
    const status = wanted[event.name];
    if (!status) return;
    for (let part = 1; part <= maxParts; part++) {
      const more = await step(`part ${part}`, (ctx) =>
        inBackground(importWork, { id: event.entityId, tenantId: ctx.tenant.id, status, ms: partMs }),
      );
      if (!more) return;
    }
  },
});
