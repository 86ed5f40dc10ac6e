import "server-only";
import { makePartitionsAhead } from "@/server/db/partitions-ahead";
import type { PlatformJob } from "@/server/workflows/job";

/** Makes the partitions of the months to come, and moves rows that lie in none. */
export const extendTables: PlatformJob = {
  id: "extend-partitions",
  label: "Makes the partitions of events and usage for the coming months",
  cron: "40 1 * * *",
  async run(step) {
    await step("extend", makePartitionsAhead);
  },
};
