import "@/lib/nouns/schemas";
import { z } from "zod";
import { extendSchema, pickSchema } from "@/lib/nouns/derive-schema";
import { id, version } from "@/lib/zod";
import { activities } from "./fields";

/** The most activities that one line makes: what was done, and what follows. */
const mostLogged = 6;

const logged = pickSchema(activities.create, [
  "name",
  "kind",
  "status",
  "direction",
  "startsAt",
  "dueOn",
  "duration",
  "about",
  "ownerId",
  "participants",
  "description",
]);

export const logInput = z.object({ activities: z.array(logged).min(1).max(mostLogged) });
export const loggedActivities = z.array(activities.record);

/** The answers that complete an activity: how it ended, and the activity that comes next. */
export const completion = extendSchema(pickSchema(activities.update, ["outcomeId", "outcomeNote"]), {
  next: pickSchema(activities.create, ["name", "kind", "startsAt", "dueOn"]).nullish(),
});

/** The completed activity, and the one that was planned with it. */
export const completed = extendSchema(activities.record, { next: z.object({ id, version }).nullable() });
