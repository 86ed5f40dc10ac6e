import "@/registry/importers";
import { constants, platform, setPriority } from "node:os";
import { bell, watchImports } from "@/modules/platform/imports/jobs";
import { readFileJob } from "@/modules/platform/imports/operations/read-file";
import { serveJobs } from "@/server/background";

// Only Linux has a priority for each thread; elsewhere this would slow the whole process.
if (platform() === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

const stop = new AbortController();
serveJobs([readFileJob], { wake: () => bell.emit("ring"), stop: () => stop.abort() });
// Two, so that a long preview of one workspace does not keep all others waiting.
for (const _ of [1, 2]) void watchImports(stop.signal);
