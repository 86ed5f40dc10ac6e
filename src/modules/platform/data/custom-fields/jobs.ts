import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { localDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { customFieldEvents } from "./events";
import { moveNext, notifyMoved } from "./operations/move-values";
import { overdueFrom, purgeFields } from "./operations/purge-fields";

/** Moves the values of a field that got another kind. */
export const moveFieldValues = platform.job({
  id: "move-field-values",
  label: "Moves the values of a custom field to its new kind",
  on: [customFieldEvents.converted],
  atOnce: 1,
  async run({ event, step }) {
    // Requests that began before wrote to the old field meanwhile: the second pass finds their values.
    for (const pass of ["first", "second"]) {
      let after: string | null = "";
      for (let part = 1; after !== null; part += 1) {
        const begin: string = after;
        const move = (ctx: Ctx) => moveNext(ctx, event.eventId, event.entityId, begin);
        after = await step<string | null>(`${pass} pass, part ${part}`, move);
      }
    }
    await step("tell", async (ctx) => {
      await notifyMoved(ctx, event.eventId, event.entityId);
      return null;
    });
  },
});

/** Deletes what fields held that were deleted a month ago, once a day. */
export const purgeCustomFields = platform.job({
  id: "purge-custom-fields",
  label: "Deletes the values of custom fields that were deleted a month ago",
  on: [sweepEvents.fieldsToPurge],
  atOnce: 1,
  wakes: [customFieldEvents.deleted],
  due: async (ctx, now) => dueFrom(await overdueFrom(ctx), now, localDay(now, ctx.tenant.timeZone)),
  async run({ step }) {
    await step("purge", (ctx) => purgeFields(ctx, new Date()));
  },
});
