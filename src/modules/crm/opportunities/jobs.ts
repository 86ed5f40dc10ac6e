import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { calendarEvents } from "@/modules/platform/workspace/calendars/events";
import { crm } from "../module";
import { remind, remindersDue } from "./operations/remind";
import { computeServiceLevels, serviceLevelsDue } from "./operations/service-levels";

/** Tells members of opportunities that rot or close soon, and of written next steps, at the start of their own working day. */
export const remindOfOpportunities = crm.job({
  id: "remind-of-opportunities",
  label: "Checks for opportunities that are inactive or close soon",
  on: [sweepEvents.remindersDue],
  atOnce: 1,
  due: remindersDue,
  wakes: Object.values(calendarEvents),
  async run({ event, step }) {
    await step("remind", (ctx) => remind(ctx, event.entityId, new Date()));
  },
});

/** Computes by when opportunities have to be followed up, after they were moved or touched, or after other hours were set. */
export const computeServiceTimes = crm.job({
  id: "compute-service-times",
  label: "Computes by when opportunities have to be followed up",
  on: [sweepEvents.serviceTimesDue],
  atOnce: 1,
  due: serviceLevelsDue,
  after: "change",
  async run({ step }) {
    await step("compute", (ctx) => computeServiceLevels(ctx));
  },
});
