import type { z } from "zod";
import type { SyncChangeView, syncChangePage } from "../schema";

type Page = z.output<typeof syncChangePage>;
export type LogRun = Page["runs"][number];

export interface LogGroup {
  runId: string;
  /** Null for a run that is no longer kept. */
  run: LogRun | null;
  changes: readonly SyncChangeView[];
}

/** The changes of all pages under their runs, in the order in which they come. */
export function groupsOf(pages: readonly Page[]): LogGroup[] {
  const runs = new Map(pages.flatMap((page) => page.runs.map((run) => [run.id, run] as const)));
  const groups = new Map<string, SyncChangeView[]>();
  for (const change of pages.flatMap(({ items }) => items)) {
    const known = groups.get(change.runId);
    if (known) known.push(change);
    else groups.set(change.runId, [change]);
  }
  return [...groups].map(([runId, changes]) => ({ runId, run: runs.get(runId) ?? null, changes }));
}

/** The changes before and after one in the log that say where a field comes from. */
export function neighboursOf(changes: readonly SyncChangeView[], id: string) {
  const at = changes.findIndex((change) => change.id === id);
  const isTraced = ({ field, record }: SyncChangeView) => field !== null && record !== null;
  const after = changes.slice(at + 1).find(isTraced);
  const before = changes.slice(0, Math.max(0, at)).findLast(isTraced);
  return { before: before ?? null, after: after ?? null };
}
