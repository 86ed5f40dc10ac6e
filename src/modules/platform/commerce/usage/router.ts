import "server-only";
import { query, router } from "@/server/trpc";
import { listUsageAlerts } from "./operations/alerts";
import { exportUsage, listUsageEvents } from "./operations/events";
import { getUsage, getUsageByDay, getUsageTable } from "./operations/summary";

export const usageRouter = router({
  summary: query(getUsage),
  byDay: query(getUsageByDay),
  table: query(getUsageTable),
  events: query(listUsageEvents),
  alerts: query(listUsageAlerts),
  export: query(exportUsage),
});
