import "server-only";
import { mutation } from "@/server/trpc";
import { logActivities } from "./operations/log";

/** The procedures of activities that other nouns do not have. */
export const activityProcedures = {
  log: mutation(logActivities),
};
