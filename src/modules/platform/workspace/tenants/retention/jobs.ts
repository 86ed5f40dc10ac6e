import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { deletableNouns } from "@/server/nouns/many";
import { firstId } from "@/server/unknown-id";
import { workspaceEvents } from "../events";
import { deleteSome, isAnyExpired } from "./operations/delete-archived";
import { archiveDaysOf } from "./operations/retention";
import { deletedFromMinute } from "./rules";

/** Deletes records for good that were archived long enough, each night, if the workspace has set that. */
export const deleteArchived = platform.job({
  id: "delete-archived",
  label: "Deletes records that have been archived for the number of days set in the workspace",
  on: [sweepEvents.archivedToDelete],
  atOnce: 1,
  wakes: [workspaceEvents.retentionChanged],
  async due(ctx, now) {
    if ((await archiveDaysOf(ctx)) === null) return { slots: [], next: null };
    const { timeZone } = ctx.tenant;
    const today = localDay(now, timeZone);
    const from = (day: string) => momentOfDay(day, deletedFromMinute, timeZone);
    if (now < from(today)) return { slots: [], next: from(today) };
    return { slots: (await isAnyExpired(ctx, now)) ? [today] : [], next: from(dayLater(today, 1)) };
  },
  async run({ step }) {
    for (const noun of deletableNouns()) {
      let after: string | null = firstId;
      for (let part = 1; after !== null; part += 1) {
        const begin: string = after;
        after = await step<string | null>(`${noun.runtime.noun.entity}, part ${part}`, (ctx) =>
          deleteSome(ctx, noun, begin, new Date()),
        );
      }
    }
  },
});
