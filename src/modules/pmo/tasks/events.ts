import "@/lib/nouns/schemas";
import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";
import { tasks } from "./fields";

/** Events that only tasks have. */
const ownEvents = defineEvents("task", {
  /** It has another place among its siblings. Timelines leave it out. */
  placed: noData,
  /** It was completed: the members whose task it is. Timelines leave it out. */
  completed: z.object({ memberIds: z.array(z.uuid()) }),
  /** Its day has come: the members whose task it is. Timelines leave it out. */
  due: z.object({ memberIds: z.array(z.uuid()), day: z.string() }),
  /** The next one of a repeating task could not be made: whom to tell, and why. Timelines leave it out. */
  repeatFailed: z.object({ memberIds: z.array(z.uuid()), reason: z.string() }),
  /** The assignee of a repeating task is no longer a member when the next one is made. Timelines leave it out. */
  assigneeLeft: noData,
});

export const taskEvents = { ...tasks.events, ...ownEvents };
