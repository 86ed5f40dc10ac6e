import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { memberEvents } from "@/modules/platform/identity/members/events";
import { platform } from "@/modules/platform/module";
import { calendarEvents } from "@/modules/platform/workspace/calendars/events";
import { notificationPreferenceEvents } from "../events";
import { digestsDue, queueDigests } from "./operations/due";

/** Begins the morning digests of members, each at the time that they chose. */
export const beginDigests = platform.job({
  id: "begin-digests",
  label: "Prepares morning digests",
  on: [sweepEvents.digestsDue],
  atOnce: 1,
  due: digestsDue,
  wakes: [
    ...Object.values(calendarEvents),
    notificationPreferenceEvents.changed,
    notificationPreferenceEvents.digestTimeChanged,
    memberEvents.joined,
  ],
  async run({ step }) {
    await step("begin", (ctx) => queueDigests(ctx, new Date()));
  },
});
