import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

const days = z.object({ days: z.array(z.object({ from: z.string(), until: z.string(), label: z.string() })) });

export const calendarEvents = defineEvents("calendar", {
  created: noData,
  updated: noData,
  daysAdded: days,
  dayChanged: z.object({ label: z.string() }),
  daysRemoved: days,
  holidaysAdded: z.object({ source: z.string(), count: z.int() }),
  /** A member works by it from now on. */
  chosen: noData,
  deleted: z.object({ name: z.string() }),
});
