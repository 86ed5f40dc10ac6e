import "server-only";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { counted, plainLocale } from "@/lib/counted";
import { tokenHash } from "./crypto.ts";
import { platformQuery } from "./db/client.ts";
import { AppError } from "./errors.ts";
import { networkOf } from "./network.ts";

/** At most `points` acts of a kind per key in a window of `seconds`, counted in PostgreSQL for all processes together. */
export interface Limit {
  name: string;
  points: number;
  seconds: number;
  /** Message for the person; `wait` is such as "12 minutes". */
  refusal(wait: string): string;
}

// The library expects a pool; this one names its statements only where names are allowed.
const store = {
  async query(statement: { name: string; text: string; values: unknown[] }) {
    const rows = await platformQuery(statement.name, statement.text, statement.values);
    return { rows, rowCount: rows.length };
  },
};

/** The limiter's storage in PostgreSQL. */
export const rateStore = {
  storeClient: store,
  storeType: "pool",
  tableName: "rate_limits",
  tableCreated: true,
} as const;

const limiters = new Map<string, RateLimiterPostgres>();

function limiterOf(limit: Limit): RateLimiterPostgres {
  const known = limiters.get(limit.name);
  if (known) return known;
  const made = new RateLimiterPostgres({
    ...rateStore,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
  });
  limiters.set(limit.name, made);
  return made;
}

/** The hashed key: the table holds no e-mail address and no network address. An address stands for its network. */
const keyOf = (key: string) => tokenHash(networkOf(key)).slice(0, 40);

/** Counts one act or several. Returns 0, or the seconds to wait when that is more than the limit. */
export async function spend(limit: Limit, key: string, points = 1): Promise<number> {
  try {
    await limiterOf(limit).consume(keyOf(key), points);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}

/** Takes back one act that turned out to be harmless (the right password). */
export async function giveBack(limit: Limit, key: string): Promise<void> {
  await limiterOf(limit).reward(keyOf(key));
}

/** Counts one act or several; RATE_LIMITED with the time to wait when that is more than the limit. */
export async function throttle(limit: Limit, key: string, points = 1): Promise<void> {
  const wait = await spend(limit, key, points);
  if (wait > 0) throw rateLimited(limit, wait);
}

export function rateLimited(limit: Limit, wait: number): AppError {
  return new AppError("RATE_LIMITED", limit.refusal(waitText(wait)), { retryAfter: wait });
}

function waitText(seconds: number): string {
  if (seconds < 60) return counted(seconds, { one: "second", many: "seconds" }, plainLocale);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return counted(minutes, { one: "minute", many: "minutes" }, plainLocale);
  return counted(Math.ceil(minutes / 60), { one: "hour", many: "hours" }, plainLocale);
}
