import "server-only";
import { processWide } from "./process-wide.ts";

/** Something that happens often in a workspace, and after which work may be due. */
export type Activity = "use" | "change";

const active = processWide<Record<Activity, Set<string>>>("active workspaces");

/** The ids of the workspaces in which it happened in this thread, until somebody removes them. */
export function activeIn(kind: Activity): Set<string> {
  return active.getOrMake(() => ({ use: new Set(), change: new Set() }))[kind];
}

/** Notes in memory that it happened in a workspace: a request costs no statement for it. */
export const noteActivity = (kind: Activity, tenantId: string): void => void activeIn(kind).add(tenantId);
