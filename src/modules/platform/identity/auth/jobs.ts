import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { forgetEmailChanges, forgetIdentityEvents, isAnythingOld } from "./operations/forget";

/** Deletes what the platform knows of sign-ins that were long ago. It is no workspace's: the first one asked does it. */
export const forgetSignIns = platform.job({
  id: "forget-sign-ins",
  label: "Deletes old records of sign-ins",
  on: [sweepEvents.signInsToForget],
  atOnce: 1,
  due: async (_ctx, now) => ((await isAnythingOld()) ? [now.toISOString().slice(0, 16)] : []),
  async run({ step }) {
    for (let part = 1; (await step(`events ${part}`, () => forgetIdentityEvents())) > 0; part++);
    await step("changes of address", () => forgetEmailChanges());
  },
});
