import "@/registry/register";
import { constants, platform, setPriority } from "node:os";
import { workerData } from "node:worker_threads";
import { syncWork } from "@/modules/hub/sync/operations/work-due";
import { bulkWork } from "@/modules/platform/data/bulk-runs/operations/work";
import { readFileJob } from "@/modules/platform/data/imports/operations/read-file";
import { importWork, sweepImports } from "@/modules/platform/data/imports/operations/work-imports";
import { serveJobs } from "@/server/background";
import { consumers } from "@/server/outbox/consumers";
import { outboxWakeup, relayTo, sweepOutbox } from "@/server/outbox/relay";
import { cutEndedAccess } from "@/server/signals/ended-access";
import { followClock } from "@/server/workflows/clock";
import { followActivity } from "@/server/workflows/follow-activity";
import { type ThreadData, yieldTo } from "@/server/yield-to-requests";

// Only Linux has a priority per thread; elsewhere this would slow the whole process.
if (platform() === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

yieldTo((workerData as ThreadData).load);
const stop = new AbortController();
serveJobs([readFileJob, importWork.until(stop.signal), bulkWork.until(stop.signal), syncWork.until(stop.signal)], {
  wake: () => outboxWakeup.wake(),
  stop: () => stop.abort(),
});
void sweepImports(stop.signal);
for (const consumer of consumers()) void relayTo(consumer, stop.signal);
void sweepOutbox(stop.signal);
void cutEndedAccess(stop.signal);
void followActivity(stop.signal);
void followClock(stop.signal);
