import "server-only";
import { dueFrom, earliest } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { storesFiles } from "@/server/storage";
import { forgetRemoved, removedFrom } from "./operations/change";
import { endExpired, uploadsFrom } from "./operations/expired";
import { deleteDue, deletionsFrom } from "./operations/stored-deletions";

/** Deletes what no row names any more: of deleted files and records, of uploads that nobody completed. */
export const deleteStoredFiles = platform.job({
  id: "delete-stored-files",
  label: "Deletes files from storage that were deleted here",
  on: [sweepEvents.storedFilesToDelete],
  atOnce: 1,
  after: "change",
  async due(ctx, now) {
    if (!storesFiles()) return { slots: [], next: null };
    return dueFrom(earliest([await deletionsFrom(ctx), await removedFrom(ctx), await uploadsFrom(ctx)]), now);
  },
  async run({ step }) {
    await step("rows", async (ctx) => (await endExpired(ctx, new Date())) + (await forgetRemoved(ctx, new Date())));
    for (let part = 1; (await step(`objects ${part}`, (ctx) => deleteDue(ctx))) > 0; part++);
  },
});
