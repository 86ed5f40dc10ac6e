import "server-only";
import { sweepEvents } from "@/lib/job-events";
import { calendarEvents } from "@/modules/platform/workspace/calendars/events";
import { inTransaction } from "@/server/execute";
import { pmo } from "../module";
import { projects } from "../projects/fields";
import { taskStatuses } from "../task-statuses/fields";
import { workflows } from "../workflows/fields";
import { stepParts } from "../workflows/statuses/fields";
import { tasks } from "./fields";
import { remindOfDueTasks, taskRemindersDue } from "./reminders/operations";
import { mapSome } from "./row";
import { repeatDueTasks, taskSeriesDue } from "./series/operations/make-next";

const ofList = [workflows.settings?.moved].flatMap((event) => event ?? []);

/** Gives tasks whose status their workflow has no longer the first one of the same category, and makes those done that are. */
export const mapTaskStatuses = pmo.job({
  id: "map-task-statuses",
  label: "Moves tasks whose status is no longer in their workflow",
  on: [
    stepParts.events.removed,
    workflows.events.archived,
    workflows.events.restored,
    projects.events.updated,
    taskStatuses.events.updated,
    ...ofList,
  ],
  atOnce: 1,
  async run({ event, step }) {
    const concerned = { entity: event.entity, id: event.entityId };
    for (let part = 1, after: string | null = firstId; after !== null; part += 1) {
      const from: string = after;
      after = await step(`part ${part}`, (ctx) => inTransaction(ctx, (inner) => mapSome(inner, concerned, from)));
    }
  },
});

/** Before all ids. */
const firstId = "00000000-0000-0000-0000-000000000000";

/** Makes the next tasks of series whose last one was not done on its day. */
export const repeatTasks = pmo.job({
  id: "repeat-tasks",
  label: "Makes the next ones of repeating tasks",
  on: [sweepEvents.taskSeriesDue],
  wakes: [tasks.events.updated, tasks.events.archived],
  atOnce: 1,
  due: taskSeriesDue,
  async run({ step }) {
    await step("repeat", (ctx) => repeatDueTasks(ctx, new Date()));
  },
});

/** Tells members of tasks that are due, at the start of their own working day. */
export const remindOfTasks = pmo.job({
  id: "remind-of-tasks",
  label: "Reminds members of tasks that are due",
  on: [sweepEvents.taskRemindersDue],
  atOnce: 1,
  due: taskRemindersDue,
  wakes: Object.values(calendarEvents),
  async run({ event, step }) {
    await step("remind", (ctx) => remindOfDueTasks(ctx, event.entityId));
  },
});
