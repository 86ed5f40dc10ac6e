import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { previewBulkChange } from "./operations/preview";
import {
  cancelBulkRun,
  getBulkRun,
  listBulkProblems,
  listBulkRuns,
  startBulkRun,
  undoBulkRun,
} from "./operations/runs";

export const bulkRunsRouter = router({
  preview: query(previewBulkChange),
  start: mutation(startBulkRun),
  get: query(getBulkRun),
  list: query(listBulkRuns),
  problems: query(listBulkProblems),
  cancel: mutation(cancelBulkRun),
  undo: mutation(undoBulkRun),
});
