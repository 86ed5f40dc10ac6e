import "server-only";
import { platformQuery } from "@/server/db/client";
import { extendPartitions } from "@/server/db/partitions";
import type { PlatformJob } from "@/server/workflows/job";

/** Makes the partitions of the months to come, and moves rows that lie in none. */
export const extendTables: PlatformJob = {
  id: "extend-partitions",
  label: "Makes the partitions of events and usage for the coming months",
  cron: "40 1 * * *",
  async run(step) {
    await step("extend", () =>
      extendPartitions((sql, values) => platformQuery("partitions-extend", sql, values), new Date()),
    );
  },
};
