import "server-only";
import { mutation } from "@/server/trpc";
import { completeActivity } from "./operations/all";
import { logActivities } from "./operations/log";

/** The procedures of activities that other nouns do not have. */
export const activityProcedures = {
  complete: mutation(completeActivity),
  log: mutation(logActivities),
};
