import { defineCatalog, timelineLines } from "@/lib/catalog";
import { calendarEvents } from "./events";

export const calendarCatalog = defineCatalog({
  entity: "calendar",
  path: "calendars",
  label: { one: "calendar", many: "calendars" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    zone: { label: "Time zone", kind: "text", importable: false },
    parent: { label: "Hours otherwise as in", kind: "reference", to: "calendar", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(calendarEvents, {
    created: { verb: "created the calendar", icon: "create" },
    updated: { verb: "changed the working hours of", icon: "edit" },
    daysAdded: { verb: "added days to", icon: "create" },
    dayChanged: { verb: "changed a day of", icon: "edit" },
    daysRemoved: { verb: "removed days from", icon: "edit" },
    holidaysAdded: { verb: "added holidays to", icon: "create" },
    chosen: { verb: "chose the working hours", icon: "person" },
    deleted: { verb: "deleted the calendar", icon: "archive" },
  }),
});
