import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { recordExportEvents } from "./events";
import { expiresFrom, forgetExpired, writeRecordExport } from "./operations/work";

/** Writes the file of a long list: a killed process writes it anew. */
export const exportRecords = platform.job({
  id: "export-records",
  label: "Writes a file of records",
  on: [recordExportEvents.asked],
  atOnce: 2,
  async run({ step, event: { entityId } }) {
    await step("write", (ctx) => writeRecordExport(ctx, entityId));
  },
});

/** Deletes the files of exports after a day. */
export const forgetRecordExports = platform.job({
  id: "forget-record-exports",
  label: "Deletes old files of records",
  on: [sweepEvents.recordExportsToForget],
  atOnce: 1,
  wakes: [recordExportEvents.asked, recordExportEvents.prepared],
  due: async (ctx, now) => dueFrom(await expiresFrom(ctx), now),
  async run({ step }) {
    await step("forget", (ctx) => forgetExpired(ctx, new Date()));
  },
});
