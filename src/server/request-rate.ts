import "server-only";
import { LRUCache } from "lru-cache";
import { counted, plainLocale } from "@/lib/counted";
import type { TenantInfo } from "./context.ts";
import { AppError } from "./errors.ts";
import {
  type Counter,
  consumeOne,
  counter,
  type Limit,
  putBack,
  type State,
  stateOf,
  windowSeconds,
} from "./shared-limit.ts";

/** A key gets at most this share of its workspace's requests, so that one key never takes those of all others. */
const shareOfKey = 0.8;

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
