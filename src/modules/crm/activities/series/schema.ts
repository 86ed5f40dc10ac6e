import "@/lib/nouns/schemas";
import { z } from "zod";
import { pickSchema } from "@/lib/nouns/derive-schema";
import { id, version } from "@/lib/zod";
import { activities } from "../fields";
import { scopes } from "./rules";

const target = { id, version };

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
