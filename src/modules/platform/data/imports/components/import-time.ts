import type { ImportSummary } from "../schema";

/** When an import brought its records in, or was begun; taking it back later does not change that. */
export function timeOf(run: Pick<ImportSummary, "createdAt" | "startedAt" | "finishedAt">): string {
  return run.finishedAt ?? run.startedAt ?? run.createdAt;
}
