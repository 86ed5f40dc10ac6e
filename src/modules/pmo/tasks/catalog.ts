import "@/lib/nouns/schemas";
import { taskEvents } from "./events";
import { tasks } from "./fields";

/** The words of the audit log for events that timelines leave out. */
export const taskCatalog: typeof tasks.catalog = {
  ...tasks.catalog,
  logged: {
    ...tasks.catalog.logged,
    [taskEvents.placed.name]: "Changed the order of tasks",
    [taskEvents.completed.name]: "Told the members of a task that it is done",
    [taskEvents.due.name]: "Reminded members of a task that is due",
    [taskEvents.repeatFailed.name]: "Could not create the next one of a repeating task",
    [taskEvents.assigneeLeft.name]: "Found the assignee of a repeating task removed",
  },
};
