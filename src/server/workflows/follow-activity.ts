import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { type Activity, activeIn } from "../activity.ts";
import { log } from "../log.ts";
import { askAt } from "./due-work.ts";
import { jobs } from "./job.ts";

const everyMs = 3_000;
const rests = (ttl: number) => new LRUCache<string, Date>({ max: 10_000, ttl });
/** Workspaces whose jobs were asked wait a while for the next time, which is the value here. */
const resting: Record<Activity, LRUCache<string, Date>> = { use: rests(60_000), change: rests(10 * 60_000) };

/** Has the jobs asked that follow activity, in the workspaces where there was some in this thread since the last time. */
export async function askAfterActivity(now: Date): Promise<void> {
  for (const kind of Object.keys(resting) as Activity[]) {
    const following = jobs().flatMap(({ id, after }) => (after === kind ? [id] : []));
    const [active, rest] = [activeIn(kind), resting[kind]];
    if (following.length === 0) active.clear();
    for (const tenantId of [...active]) {
      active.delete(tenantId);
      const at = rest.get(tenantId) ?? now;
      if (!rest.has(tenantId)) rest.set(tenantId, new Date(now.getTime() + rest.ttl));
      await askAt(tenantId, following, at).catch((error: unknown) => {
        active.add(tenantId);
        log.warn({ tenantId, err: error }, "the jobs that follow activity are asked later");
      });
    }
  }
}

/** Does so every few seconds until the process ends. */
export async function followActivity(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    await askAfterActivity(new Date());
  }
}
