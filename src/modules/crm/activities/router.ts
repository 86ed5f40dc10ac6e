import "server-only";
import { mutation, query } from "@/server/trpc";
import { getActivityCalendar } from "./calendar/operations";
import { completeActivity } from "./operations/all";
import { logActivities } from "./operations/log";
import { getActivityRepeat, setActivityRepeat } from "./series/operations/set-repeat";
import { archiveActivitySeries, updateActivitySeries } from "./series/operations/update-series";

/** The procedures of activities that other nouns do not have. */
export const activityProcedures = {
  calendar: query(getActivityCalendar),
  complete: mutation(completeActivity),
  log: mutation(logActivities),
  repeat: query(getActivityRepeat),
  setRepeat: mutation(setActivityRepeat),
  updateSeries: mutation(updateActivitySeries),
  archiveSeries: mutation(archiveActivitySeries),
};
