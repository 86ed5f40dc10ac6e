import "@/lib/nouns/schemas";
import { activityEvents } from "./events";
import { activities } from "./fields";

/** The words of the audit log for events that timelines leave out. */
export const activityCatalog: typeof activities.catalog = {
  ...activities.catalog,
  logged: {
    ...activities.catalog.logged,
    [activityEvents.reminded.name]: "Reminded members of an activity",
    [activityEvents.assigneeLeft.name]: "Found the assignee of a repeating activity removed",
  },
};
