import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { forgetExits, forgetFrom } from "./operations/forget";

/** Forgets who saw records that left their sight, once no cursor of the changes feed is so old. */
export const forgetRecordExits = platform.job({
  id: "forget-record-exits",
  label: "Deletes old notes of records that left somebody's sight",
  on: [sweepEvents.recordExitsToForget],
  atOnce: 1,
  after: "change",
  due: async (ctx, now) => dueFrom(await forgetFrom(ctx), now),
  async run({ step }) {
    await step("forget", (ctx) => forgetExits(ctx, new Date()));
  },
});
