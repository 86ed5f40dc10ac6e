import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { crm } from "../module";
import { remind, remindersDue } from "./operations/remind";

/** Tells members of opportunities that rot or are to close soon, each at the start of their own working day. */
export const remindOfOpportunities = crm.job({
  id: "remind-of-opportunities",
  label: "Finds opportunities that stay too long in a stage or close soon",
  on: [sweepEvents.remindersDue],
  atOnce: 1,
  due: remindersDue,
  async run({ event, step }) {
    await step("remind", (ctx) => remind(ctx, event.entityId, new Date()));
  },
});
