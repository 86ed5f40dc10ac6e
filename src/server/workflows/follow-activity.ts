import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { type Activity, activeIn } from "../activity.ts";
import { log } from "../log.ts";
import { askAt } from "./due-work.ts";
import { jobs } from "./job.ts";

const everyMs = 3_000;
/** From the time at which the jobs of a workspace were asked until they may be asked again. */
interface Rest {
  until: Date;
  /** They are asked again then. */
  isAskedAgain: boolean;
}

const rests = (ttl: number) => new LRUCache<string, Rest>({ max: 10_000, ttl });
const resting: Record<Activity, LRUCache<string, Rest>> = { use: rests(60_000), change: rests(10 * 60_000) };

/** Lets the clock ask the jobs that follow activity, where there was some in this thread since the last time. */
export async function askAfterActivity(now: Date): Promise<void> {
  for (const kind of Object.keys(resting) as Activity[]) {
    const following = jobs().flatMap(({ id, after }) => (after === kind ? [id] : []));
    const active = activeIn(kind);
    if (following.length === 0) active.clear();
    for (const tenantId of [...active]) {
      active.delete(tenantId);
      await askOnce(tenantId, following, resting[kind], now).catch((error: unknown) => {
        active.add(tenantId);
        log.warn({ tenantId, err: error }, "the jobs that follow activity are asked later");
      });
    }
  }
}

/** Asks at once, or at the end of the rest; that is stored, so that a process that ends forgets nothing. */
async function askOnce(tenantId: string, jobIds: string[], all: LRUCache<string, Rest>, now: Date): Promise<void> {
  const rest = all.get(tenantId);
  if (rest?.isAskedAgain) return;
  await askAt(tenantId, jobIds, rest?.until ?? now);
  if (rest) rest.isAskedAgain = true;
  else all.set(tenantId, { until: new Date(now.getTime() + all.ttl), isAskedAgain: false });
}

/** Does so every few seconds until the process ends. */
export async function followActivity(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    await askAfterActivity(new Date());
  }
}
