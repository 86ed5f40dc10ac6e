import { addHours } from "date-fns";
import type { BulkRunStatus } from "./schema";

/** How long a run can be undone; then its rows, which hold earlier values, are deleted. */
export const undoHours = 24;

/** Until when a run can be undone; null where it has changed nothing, or where its change is for good. */
export function undoUntil(run: {
  status: string;
  changed: number;
  change: unknown;
  finishedAt: Date | null;
}): Date | null {
  const isDeletion = (run.change as { type?: string } | null)?.type === "delete";
  const hasEnded = run.status === "done" || run.status === "cancelled" || run.status === "failed";
  if (!hasEnded || isDeletion || run.changed === 0 || run.finishedAt === null) return null;
  return addHours(run.finishedAt, undoHours);
}

const working: readonly string[] = ["collecting", "running", "undoing"] satisfies BulkRunStatus[];

/** Whether work on a run goes on. */
export const isWorking = (status: string): boolean => working.includes(status);
