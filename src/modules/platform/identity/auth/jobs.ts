import "server-only";
import type { PlatformJob } from "@/server/workflows/job";
import { forgetEmailChanges, forgetIdentityEvents } from "./operations/forget";

/** Deletes sign-ins that were long ago, and changes of address that were not confirmed. */
export const forgetSignIns: PlatformJob = {
  id: "forget-sign-ins",
  label: "Deletes old records of sign-ins",
  cron: "20 * * * *",
  async run(step) {
    for (let part = 1; (await step(`events ${part}`, forgetIdentityEvents)) > 0; part++);
    await step("changes of address", forgetEmailChanges);
  },
};
