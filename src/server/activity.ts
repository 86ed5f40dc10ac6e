import "server-only";

/** Something that happens often in a workspace, and after which work may be due. */
export type Activity = "use" | "change";

// On globalThis: the bundler may load this module several times, and one loop asks for all of them.
const holder = globalThis as { throughlineActivity?: Record<Activity, Set<string>> };

/** The ids of the workspaces in which it happened in this thread, until somebody removes them. */
export function activeIn(kind: Activity): Set<string> {
  holder.throughlineActivity ??= { use: new Set(), change: new Set() };
  return holder.throughlineActivity[kind];
}

/** Notes in memory that it happened in a workspace: a request costs no statement for it. */
export const noteActivity = (kind: Activity, tenantId: string): void => void activeIn(kind).add(tenantId);
