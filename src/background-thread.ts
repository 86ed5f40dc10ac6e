import "@/registry/importers";
import { constants, platform, setPriority } from "node:os";
import { bell, watchImports } from "@/modules/platform/imports/jobs";
import { readFileJob } from "@/modules/platform/imports/operations/read-file";
import { serveJobs } from "@/server/background";

// Only Linux has a priority for each thread; elsewhere this would slow the whole process.
if (platform() === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

const stop = new AbortController();
serveJobs([readFileJob], { wake: () => bell.emit("ring"), stop: () => stop.abort() });
// Previews are long: two workspaces may have one at a time, and what runs waits behind none.
for (const previews of [true, true, false]) void watchImports(stop.signal, { previews });
