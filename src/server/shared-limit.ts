import "server-only";
import { LRUCache } from "lru-cache";
import { RateLimiterPostgres, RateLimiterRedis } from "rate-limiter-flexible";
import { processWide } from "./process-wide.ts";
import { rateStore } from "./rate-limit.ts";
import { redis } from "./redis.ts";

/** The window of the limits in seconds; it begins with the first request. */
export const windowSeconds = 60;
/**
 * A process takes a limit in this many parts from the shared counter and spends each in memory: only taking a part
 * costs a statement.
 */
const parts = 20;

export type Counter = Pick<RateLimiterPostgres, "consume">;
const neverRefuses = Number.MAX_SAFE_INTEGER;

let shared: Counter | undefined;

/** The counter that all processes share: in Redis if there is one, and in PostgreSQL while Redis is away. */
export function counter(): Counter {
  shared ??= sharedCounter(redis());
  return shared;
}

/** @internal For tests with a server of their own. */
export function sharedCounter(client: ReturnType<typeof redis>): Counter {
  const common = { keyPrefix: "requests", points: neverRefuses, duration: windowSeconds };
  const inPostgres = new RateLimiterPostgres({ ...common, ...rateStore });
  return client ? new RateLimiterRedis({ ...common, storeClient: client, insuranceLimiter: inPostgres }) : inPostgres;
}

/** The part of one limit that this process holds. */
interface Share {
  /** The requests that this process may still answer without asking the shared counter. */
  left: number;
  /** The requests that no process had taken when the counter was last read. */
  untaken: number;
  /** End of the window, in milliseconds since 1970. */
  until: number;
  taking: Promise<void> | null;
  /** Spent in this window before anything was taken; it goes to the shared counter with the next part. */
  owed: number;
}

const shares = processWide<LRUCache<string, Share>>("shares of request limits").getOrMake(
  () => new LRUCache({ max: 20_000 }),
);

export interface Limit {
  name: string;
  id: string;
  quota: number;
  /** A process spends the first part of a window before it asks the shared counter: few requests cost no statement. */
  firstPartFree?: true;
}

/** The state of a limit, for the headers of the answer. */
export interface State extends Limit {
  remaining: number;
  /** Seconds to the end of the window. */
  reset: number;
}

/** Counts one request against a limit; false if none is left in this window. */
export async function consumeOne(limit: Limit, from: Counter): Promise<boolean> {
  const key = `${limit.name} ${limit.id}`;
  const share = shares.get(key) ?? { left: 0, untaken: limit.quota, until: 0, taking: null, owed: 0 };
  shares.set(key, share);
  for (;;) {
    const isOver = Date.now() >= share.until;
    if (!isOver && share.left > 0) {
      share.left--;
      return true;
    }
    if (!isOver && share.untaken === 0) return false;
    if (isOver && limit.firstPartFree && share.taking === null) {
      const part = partOf(limit.quota);
      Object.assign(share, {
        left: part,
        untaken: limit.quota - part,
        until: Date.now() + windowSeconds * 1000,
        owed: part,
      });
      continue;
    }
    share.taking ??= reservePart(share, key, limit.quota, from).finally(() => {
      share.taking = null;
    });
    await share.taking;
  }
}

const partOf = (quota: number) => Math.ceil(quota / parts);

async function reservePart(share: Share, key: string, quota: number, from: Counter): Promise<void> {
  const part = partOf(quota);
  const { consumedPoints, msBeforeNext } = await from.consume(key, part + share.owed);
  share.owed = 0;
  const before = consumedPoints - part;
  share.left = Math.max(0, Math.min(part, quota - before));
  share.untaken = Math.max(0, quota - consumedPoints);
  share.until = Date.now() + Math.max(1, msBeforeNext);
}

/** Takes back one counted request, because another limit was exceeded. */
export function putBack({ name, id }: Limit): void {
  const share = shares.peek(`${name} ${id}`);
  if (share) share.left++;
}

export function stateOf(limit: Limit): State {
  const share = shares.peek(`${limit.name} ${limit.id}`);
  const reset = Math.max(0, Math.ceil(((share?.until ?? 0) - Date.now()) / 1000));
  // A limit that was lowered within its window has more left than it may still give.
  const remaining = Math.min((share?.left ?? 0) + (share?.untaken ?? 0), limit.quota);
  return { ...limit, remaining, reset };
}
