import { defineCatalog, timelineLines } from "@/lib/catalog";
import { counted, nouns, plainLocale } from "@/lib/counted";
import { calendarEvents } from "./events";
import { readSource } from "./rules";

/** The days of an event by their labels, those without one by their dates. */
const daysIn = ({ days }: Readonly<Record<string, unknown>>) =>
  (days as { from: string; label: string }[]).map(({ from, label }) => label || from).join(", ");

/** "DE, BY: 12 days": the place whose holidays were added. */
function holidaysIn({ source, count }: Readonly<Record<string, unknown>>): string {
  const { country = "", state = null } = readSource(String(source)) ?? {};
  return `${[country, ...(state ? [state] : [])].join(", ")}: ${counted(Number(count), nouns.day, plainLocale)}`;
}

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
    daysAdded: { verb: "added days to", icon: "create", detail: daysIn },
    dayChanged: { verb: "changed a day of", icon: "edit", detail: ({ label }) => String(label) },
    daysRemoved: { verb: "removed days from", icon: "edit", detail: daysIn },
    holidaysAdded: {
      verb: "added holidays to",
      icon: "create",
      detail: holidaysIn,
    },
    chosen: { verb: "chose the working hours", icon: "person" },
    deleted: { verb: "deleted the calendar", icon: "archive" },
  }),
});
