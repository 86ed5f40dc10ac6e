import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

export const budgetEvents = defineEvents("budget", {
  /** The amount of a month, in minor units. */
  created: z.object({ amount: z.int(), currency: z.string() }),
  updated: noData,
  archived: noData,
  restored: noData,
});

/** A budget passed one of its thresholds; once for each month. */
export const budgetAlertEvents = defineEvents("budgetAlert", {
  passed: z.object({ memberIds: z.array(z.uuid()), budgetId: z.uuid(), threshold: z.int(), month: z.string() }),
});
