import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { listJobs } from "./operations/list-jobs";
import { cancelJob, retryJob } from "./operations/manage-runs";
import { getOutbox, replayParked } from "./operations/outbox-state";

export const jobsRouter = router({
  list: query(listJobs),
  cancel: mutation(cancelJob),
  retry: mutation(retryJob),
  outbox: query(getOutbox),
  replay: mutation(replayParked),
});
