import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { localDay } from "@/lib/working-time";
import { platform } from "../module";
import { customFieldEvents } from "./events";
import { moveNext, tellMoved } from "./operations/move-values";
import { isAnyOverdue, purgeFields } from "./operations/purge-fields";

/** Moves the values of a field that got another kind. */
export const moveFieldValues = platform.job({
  id: "move-field-values",
  label: "Moves the values of a custom field to its new kind",
  on: [customFieldEvents.converted],
  atOnce: 1,
  async run({ event, step }) {
    let after: string | null = "";
    for (let part = 1; after !== null; part += 1) {
      const begin: string = after;
      after = await step<string | null>(`part ${part}`, (ctx) => moveNext(ctx, event.eventId, event.entityId, begin));
    }
    await step("tell", async (ctx) => {
      await tellMoved(ctx, event.eventId, event.entityId);
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
  due: async (ctx, now) => ((await isAnyOverdue(ctx, now)) ? [localDay(now, ctx.tenant.timeZone)] : []),
  async run({ step }) {
    await step("purge", (ctx) => purgeFields(ctx, new Date()));
  },
});
