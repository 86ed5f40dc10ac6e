import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const budgetEvents = defineEvents("budget", {
  created: noData,
  updated: noData,
  archived: noData,
  restored: noData,
});

/** A budget passed one of its thresholds; once for each month. */
export const budgetAlertEvents = defineEvents("budgetAlert", {
  passed: z.object({ memberIds: z.array(z.uuid()), budgetId: z.uuid(), threshold: z.int(), month: z.string() }),
});
