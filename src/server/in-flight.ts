import "server-only";
import type { Caller } from "./access.ts";
import { tokenHash } from "./crypto.ts";
import { AppError, Overload } from "./errors.ts";
import { brokeOff } from "./http.ts";
import { log } from "./log.ts";
import { networkOf } from "./network.ts";
import { processWide } from "./process-wide.ts";

/**
 * How many requests of one key run at once, how many wait and how long; more are rejected. If more than `crowd` wait,
 * they run one by one, and after each the key pauses for longer than that request took.
 */
export interface Bound {
  atOnce: number;
  waiting: number;
  timeoutMs: number;
  crowd?: number;
}

/**
 * The kinds of work, each with its own bounds: operations, operations that call other services (`external`), file
 * uploads and sign-ins.
 */
export type Work = "call" | "longCall" | "file" | "signIn";

const timeoutMs = 10_000;
/** A page loads a dozen things at once, which is normal; a client with thirty requests must leave room for others. */
const crowd = 16;
const restPerWork = 3;
/** Shortest pause: without it, a cheaper call would only let the crowd send more of them. */
const shortestRestMs = 80;
/** Share of the longest wait: this, divided by the queue, bounds the shortest pause, so that 500 requests get their turn in time. */
const restShare = 0.25;
/** Longest pause after a call that took long because it waited, for example for a lock. */
const longestRestMs = 500;
const fileTimeoutMs = 120_000;

/** Bounds by API key or session: programs share a key, browser tabs share a session. Sign-in has neither yet. */
const perCaller: Partial<Record<Work, Bound>> = {
  call: { atOnce: 2, waiting: 500, timeoutMs, crowd },
  longCall: { atOnce: 4, waiting: 60, timeoutMs, crowd },
  file: { atOnce: 4, waiting: 60, timeoutMs: fileTimeoutMs },
};
/** Bounds by network address. An office shares one, so they are far above those of one caller. */
const perAddress: Record<Work, Bound> = {
  call: { atOnce: 24, waiting: 2_000, timeoutMs },
  longCall: { atOnce: 24, waiting: 200, timeoutMs },
  file: { atOnce: 16, waiting: 200, timeoutMs: fileTimeoutMs },
  signIn: { atOnce: 2, waiting: 100, timeoutMs },
};
/** Bounds by network address without key or session: only sign-up, reset and e-mailed links are open then. */
const anonymous: Bound = { atOnce: 4, waiting: 60, timeoutMs };

const retryAfter = 1;
const tooMany = () =>
  new AppError("RATE_LIMITED", "You have too many requests in progress. Wait a second, then try again.", {
    retryAfter,
  });

/** The error if the requests served meanwhile took long, or none was served: the server or its database is slow. */
const tooSlow = () =>
  new Overload("The server is slow at the moment. Nothing was changed. Try again in a moment.", { retryAfter });

/** A served request was quick if it took at most this share of the time for which others wait. */
const quickShare = 1 / 10;

/** A flood of requests must not flood the log: each gate logs one line in this time. */
const warnedEveryMs = 1_000;

interface Waiter {
  go(): void;
}
interface Gate {
  work: string;
  warnedAt: number;
  running: number;
  waiting: Waiter[];
  /** The running requests, each with the time when it began. */
  inside: Set<{ at: number }>;
  /** How many requests have finished so far, and how long they took together. */
  served: number;
  tookMs: number;
}

/** How many requests a gate has let in so far, and how long they have taken. */
function soFar({ inside, served, tookMs }: Gate): { count: number; ms: number } {
  const now = performance.now();
  return { count: served + inside.size, ms: [...inside].reduce((ms, { at }) => ms + now - at, tookMs) };
}

const gates = processWide<Map<string, Gate>>("gates of requests");
const gatesOf = () => gates.getOrMake(() => new Map());

/** Number of keys with work in progress; idle keys are removed. @internal */
export const gateCount = (): number => gatesOf().size;

/** Longest pause before a request is refused because too many wait. */
const refusedAfterMs = 2_500;

/** Senders that ask again at once would fill the process with refusals, and everybody would wait for it. */
async function refuseLate({ timeoutMs: ms }: Bound): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, Math.min(refusedAfterMs, ms * restShare)));
  throw tooMany();
}

/**
 * Waits for a place and returns the function that releases it. RATE_LIMITED if too many wait already, or if the wait
 * timed out behind quick requests of the same caller; UNAVAILABLE if those took long.
 */
export async function enter(key: string, bound: Bound, signal?: AbortSignal): Promise<() => void> {
  const gates = gatesOf();
  const gate = gates.get(key) ?? {
    work: key.split(" ", 1)[0] ?? "",
    warnedAt: Number.NEGATIVE_INFINITY,
    running: 0,
    waiting: [],
    inside: new Set<{ at: number }>(),
    served: 0,
    tookMs: 0,
  };
  gates.set(key, gate);
  if (gate.running < bound.atOnce && gate.waiting.length === 0) gate.running++;
  else if (gate.waiting.length >= bound.waiting) return await refuseLate(bound);
  else await turn(gate, bound.timeoutMs, signal);
  const place = { at: performance.now() };
  gate.inside.add(place);
  return () => {
    if (!gate.inside.delete(place)) return;
    const took = performance.now() - place.at;
    gate.served++;
    gate.tookMs += took;
    if (gate.waiting.length <= (bound.crowd ?? bound.waiting)) admitNext(key, gate, bound);
    else if (gate.running > 1) gate.running--;
    else setTimeout(() => admitNext(key, gate, bound), restAfter(took, gate, bound));
  };
}

function restAfter(tookMs: number, { waiting }: Gate, { timeoutMs }: Bound): number {
  const shortest = Math.min(shortestRestMs, (timeoutMs * restShare) / waiting.length);
  return Math.min(Math.max(tookMs * restPerWork, shortest), longestRestMs);
}

/** Releases one place and lets the first waiting requests start. */
function admitNext(key: string, gate: Gate, bound: Bound): void {
  gate.running--;
  while (gate.running < bound.atOnce) {
    const next = gate.waiting.shift();
    if (!next) break;
    gate.running++;
    next.go();
    if (gate.waiting.length > (bound.crowd ?? bound.waiting)) break;
  }
  if (gate.running === 0) gatesOf().delete(key);
}

/** The place passes directly to the first waiting request, so that nobody overtakes. */
function turn(gate: Gate, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(brokeOff());
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
    };
    const waiter: Waiter = {
      go() {
        end();
        resolve();
      },
    };
    const leave = (why: AppError) => {
      end();
      gate.waiting.splice(gate.waiting.indexOf(waiter), 1);
      reject(why);
    };
    const aborted = () => leave(brokeOff());
    const before = soFar(gate);
    const isRunning = gate.inside.size;
    const timer = setTimeout(() => {
      const now = soFar(gate);
      const count = now.count - before.count + isRunning;
      // Many of the same caller were served meanwhile, each quickly: their own queue was too long.
      if (now.ms - before.ms <= count * ms * quickShare) return leave(tooMany());
      leave(tooSlow());
      warnOf(gate);
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
    gate.waiting.push(waiter);
  });
}

function warnOf(gate: Gate): void {
  const now = Date.now();
  if (now - gate.warnedAt < warnedEveryMs) return;
  gate.warnedAt = now;
  // The key itself is not logged: it identifies a session or an address.
  log.warn({ work: gate.work, waiting: gate.waiting.length }, "Requests wait too long for their turn.");
}

/** The kind of work of an operation call. */
export const workOf = (operation: { realm: string; external?: true }): Work =>
  operation.external ? "longCall" : "call";

/** Runs a caller's work within the bounds of its key or session, and of its address. */
export async function inFlight<T>(
  { credential, address }: Pick<Caller, "credential" | "address">,
  work: Work,
  run: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const network = networkOf(address);
  const leaves: (() => void)[] = [];
  const take = async (key: string, bound: Bound) => void leaves.push(await enter(`${work} ${key}`, bound, signal));
  try {
    // The caller's own place comes first: while it waits, it takes none of the address's places from others.
    const own = credential && perCaller[work];
    if (own) await take(tokenHash(credential.type === "apiKey" ? credential.key : credential.token), own);
    const isCall = work === "call" || work === "longCall";
    if (isCall && !credential) await take(`anonymous ${network}`, anonymous);
    else await take(network, perAddress[work]);
    return await run();
  } finally {
    for (const leave of leaves) leave();
  }
}
