import "server-only";
import { LRUCache } from "lru-cache";
import { RateLimiterPostgres, RateLimiterRedis } from "rate-limiter-flexible";
import { counted, plainLocale } from "@/lib/counted";
import type { TenantInfo } from "./context.ts";
import { AppError } from "./errors.ts";
import { processWide } from "./process-wide.ts";
import { rateStore } from "./rate-limit.ts";
import { redis } from "./redis.ts";

/** The window of the limits in seconds; it begins with the first request. */
const windowSeconds = 60;
/** A key gets at most this share of its workspace's requests, so that one key never takes those of all others. */
const shareOfKey = 0.8;
/**
 * A process takes a limit in this many parts from the shared counter and spends each in memory: only taking a part
 * costs a statement.
 */
const parts = 20;

type Counter = Pick<RateLimiterPostgres, "consume">;
const neverRefuses = Number.MAX_SAFE_INTEGER;

let shared: Counter | undefined;

/** The counter that all processes share: in Redis if there is one, and in PostgreSQL while Redis is away. */
function counter(): Counter {
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
}

const shares = processWide<LRUCache<string, Share>>("shares of request limits").getOrMake(
  () => new LRUCache({ max: 20_000 }),
);

interface Limit {
  name: "workspace" | "key";
  id: string;
  quota: number;
}

/** The state of a limit, for the headers of the answer. */
interface State extends Limit {
  remaining: number;
  /** Seconds to the end of the window. */
  reset: number;
}

/** Counts one request against a limit; false if none is left in this window. */
async function consumeOne(limit: Limit, from: Counter): Promise<boolean> {
  const key = `${limit.name} ${limit.id}`;
  const share = shares.get(key) ?? { left: 0, untaken: limit.quota, until: 0, taking: null };
  shares.set(key, share);
  for (;;) {
    const isOver = Date.now() >= share.until;
    if (!isOver && share.left > 0) {
      share.left--;
      return true;
    }
    if (!isOver && share.untaken === 0) return false;
    share.taking ??= reservePart(share, key, limit.quota, from).finally(() => {
      share.taking = null;
    });
    await share.taking;
  }
}

async function reservePart(share: Share, key: string, quota: number, from: Counter): Promise<void> {
  const part = Math.ceil(quota / parts);
  const { consumedPoints, msBeforeNext } = await from.consume(key, part);
  const before = consumedPoints - part;
  share.left = Math.max(0, Math.min(part, quota - before));
  share.untaken = Math.max(0, quota - consumedPoints);
  share.until = Date.now() + Math.max(1, msBeforeNext);
}

/** Takes back one counted request, because another limit was exceeded. */
function putBack({ name, id }: Limit): void {
  const share = shares.peek(`${name} ${id}`);
  if (share) share.left++;
}

function stateOf(limit: Limit): State {
  const share = shares.peek(`${limit.name} ${limit.id}`);
  const reset = Math.max(0, Math.ceil(((share?.until ?? 0) - Date.now()) / 1000));
  // A limit that was lowered within its window has more left than it may still give.
  const remaining = Math.min((share?.left ?? 0) + (share?.untaken ?? 0), limit.quota);
  return { ...limit, remaining, reset };
}

/** The limits of a request, as its answer states them. */
export interface RequestRate {
  states: readonly State[];
}

/** The most requests a minute of one key, of a workspace that may send so many. */
export const mostOfKey = (ofWorkspace: number): number => Math.ceil(ofWorkspace * shareOfKey);

/** A plan that became smaller bounds the limits that keys were given before. */
const limitsOf = ({ tenant, keyId, ofWorkspace, ofKey }: RateRequest): [Limit, Limit] => [
  { name: "key", id: keyId, quota: Math.min(ofKey ?? ofWorkspace, mostOfKey(ofWorkspace)) },
  { name: "workspace", id: tenant.id, quota: ofWorkspace },
];

/** The limits that a key has used up, by its hash: its next requests are rejected before anything is read. */
const usedUp = new LRUCache<string, readonly Limit[]>({ max: 20_000 });

interface RateRequest {
  tenant: Pick<TenantInfo, "id">;
  keyId: string;
  /** Hash of the key. */
  hash: string;
  /** The requests a minute of the workspace's plan. */
  ofWorkspace: number;
  /** Those that were chosen for the key; null for as many as the plan allows. */
  ofKey: number | null;
}

/**
 * Counts a request of an API key against the limits of its plan; RATE_LIMITED with the time to wait if it exceeds one.
 */
export async function countRequest(
  request: RateRequest,
  tell: (rate: RequestRate) => void,
  from: Counter = counter(),
): Promise<void> {
  const limits = limitsOf(request);
  const [ofKey, ofWorkspace] = limits;
  let full = (await consumeOne(ofKey, from)) ? null : ofKey;
  if (full === null && !(await consumeOne(ofWorkspace, from))) {
    putBack(ofKey);
    full = ofWorkspace;
  }
  tell({ states: limits.map(stateOf) });
  if (full === null) return;
  usedUp.set(request.hash, limits, { ttl: Math.max(1, stateOf(full).reset * 1000) });
  throw refusal(stateOf(full));
}

/** Throws for a key whose limit is used up, without asking the database. */
export function refuseUsedUp(hash: string, tell: (rate: RequestRate) => void): void {
  const limits = usedUp.get(hash);
  if (!limits) return;
  const states = limits.map(stateOf);
  const full = states.find(({ remaining, reset }) => remaining === 0 && reset > 0);
  if (!full) return;
  tell({ states });
  throw refusal(full);
}

function refusal({ name, quota, reset }: State): AppError {
  const requests = counted(quota, { one: "request", many: "requests" }, plainLocale);
  const whose =
    name === "key"
      ? `This API key may send ${requests} a minute`
      : `This workspace's keys may send ${requests} a minute`;
  const wait = Math.max(1, reset);
  return new AppError(
    "RATE_LIMITED",
    `${whose}. Wait ${counted(wait, { one: "second", many: "seconds" }, plainLocale)}, then try again.`,
    {
      retryAfter: wait,
    },
  );
}

/** The headers of draft-ietf-httpapi-ratelimit-headers-10, in their structured form. */
export function rateHeaders({ states }: RequestRate): [string, string][] {
  const policies = states.map(({ name, quota }) => `"${name}";q=${quota};w=${windowSeconds}`);
  const now = states.map(({ name, remaining, reset }) => `"${name}";r=${remaining};t=${reset}`);
  return [
    ["ratelimit-policy", policies.join(", ")],
    ["ratelimit", now.join(", ")],
  ];
}
