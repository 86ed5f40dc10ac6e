import "@/lib/nouns/schemas";
import { z } from "zod";
import { pickSchema } from "@/lib/nouns/derive-schema";
import { recurrenceRule } from "@/lib/recurrence/rule";
import { id, instant, version } from "@/lib/zod";
import { activities } from "../fields";
import { scopes } from "./rules";

const target = { id, version };

export const setRepeatInput = z.object({
  ...target,
  /** Null: it no longer repeats. */
  rule: recurrenceRule.nullable(),
});

export const repeatOutput = z.object({
  /** Null: it does not repeat. */
  rule: recurrenceRule.nullable(),
  /** The day from which the rule counts. */
  startOn: z.iso.date().nullable(),
  /** The next one could not be made: when that is tried again. */
  triedAgainAt: instant.nullable(),
});

export const updateSeriesInput = z.object({
  ...target,
  scope: z.enum(scopes),
  patch: pickSchema(activities.update, [
    "name",
    "startsAt",
    "dueOn",
    "duration",
    "ownerId",
    "participants",
    "about",
    "location",
    "link",
    "description",
    "priority",
    "reminders",
  ]),
});

export const archiveSeriesInput = z.object({ ...target, scope: z.enum(scopes) });
