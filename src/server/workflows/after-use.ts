import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { log } from "../log.ts";
import { takeUsed, wasUsed } from "../usage/used.ts";
import { requestDueWork } from "./clock.ts";
import { jobsAfterUse } from "./job.ts";

const everyMs = 3_000;
/** The time slots of work are minutes: a workspace that was asked waits for the next one. */
const restMs = 60_000;
const rests = new LRUCache<string, true>({ max: 10_000, ttl: restMs });

/** Asks for the work that follows use, in the workspaces where something was used in this thread since the last time. */
export async function requestWorkAfterUse(now: Date): Promise<void> {
  const wanted = jobsAfterUse();
  if (wanted.length === 0) return;
  for (const tenant of takeUsed()) {
    if (rests.has(tenant.id)) {
      wasUsed(tenant);
      continue;
    }
    rests.set(tenant.id, true);
    await requestDueWork(tenant, now, wanted).catch((error: unknown) =>
      log.warn(
        { tenantId: tenant.id, err: error },
        "the check after use failed; the next quarter of an hour repeats it",
      ),
    );
  }
}

/** Does so every few seconds until the process ends. */
export async function followUse(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    await requestWorkAfterUse(new Date());
  }
}
