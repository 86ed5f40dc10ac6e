import "@/lib/nouns/schemas";
import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { activities } from "./fields";

/** Events that only activities have. */
const ownEvents = defineEvents("activity", {
  /** A reminder is due: the members to notify, and the start or the due day. Timelines leave it out. */
  reminded: z.object({ memberIds: z.array(z.uuid()), at: z.string() }),
  /** The assignee of a repeating activity is no longer a member when the next one is made. Timelines leave it out. */
  assigneeLeft: noData,
});

/** The events of activities, those of their states too. */
export const activityEvents = { ...activities.events, ...ownEvents };
