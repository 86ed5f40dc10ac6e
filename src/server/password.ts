import "server-only";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { randomToken } from "./crypto.ts";
import { AppError } from "./errors.ts";
import { processWide } from "./process-wide.ts";

// OWASP's figures for argon2id, which is the library's default algorithm. 19 MiB, and 15 to 100 ms each by machine.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One processor stays free for requests: hashing occupies a whole one. */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
/** As many as get their turn in time where a hash takes 80 ms and rests for as long. */
const maxWaiting = 60;
const longestWaitMs = 10_000;
/** With more people waiting than this, hashing pauses after each hash: else a flood keeps a processor busy. */
const crowd = 4;
const mostRestPerHash = 3;
const leastRestPerHash = 1;
/** Rests are only so long that everybody has their turn in this time, if the least rest allows it. */
const allInMs = 6_000;
const longestRestMs = 500;

interface Waiter {
  since: number;
  go(): void;
}
interface Line {
  running: number;
  waiting: Waiter[];
  /** The last hash with its rest. */
  turnMs: number;
}
const line = processWide<Line>("line of hashes").getOrMake(() => ({ running: 0, waiting: [], turnMs: 0 }));

/** Tells when those who wait now will have had their turn. */
const busy = () =>
  new AppError("UNAVAILABLE", "Many people are signing in at the moment. Try again in a few seconds.", {
    retryAfter: Math.max(1, Math.ceil((line.waiting.length * line.turnMs) / atOnce / 1_000)),
  });

/** Runs one or two hashes at once, so that a flood of sign-ins takes neither all memory nor all processors. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (line.running < atOnce) line.running++;
  else if (line.waiting.length >= maxWaiting) throw busy();
  else await turn();
  const began = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - began;
    const restMs = restAfter(tookMs);
    line.turnMs = tookMs + restMs;
    if (restMs > 0) setTimeout(startNext, restMs);
    else startNext();
  }
}

/** Waits in line; whoever waits too long leaves it, so that the places of closed browsers do not last. */
function turn(): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      line.waiting.splice(line.waiting.indexOf(waiter), 1);
      reject(busy());
    }, longestWaitMs);
    const waiter: Waiter = {
      since: performance.now(),
      go() {
        clearTimeout(timer);
        resolve();
      },
    };
    line.waiting.push(waiter);
  });
}

function restAfter(tookMs: number): number {
  const { waiting } = line;
  const last = waiting.at(-1);
  if (!last || waiting.length <= crowd) return 0;
  const leftMs = last.since + allInMs - performance.now();
  const restInTime = (leftMs / waiting.length) * atOnce - tookMs;
  const rest = Math.min(Math.max(restInTime, tookMs * leastRestPerHash), tookMs * mostRestPerHash);
  return Math.min(rest, longestRestMs);
}

function startNext(): void {
  const next = line.waiting.shift();
  if (next) next.go();
  else line.running--;
}

/** The argon2id hash of a password, as PHC text. UNAVAILABLE when too many wait, or for too long. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

let nobody: Promise<string> | undefined;

/**
 * Whether the password is right. Without a stored hash it takes as long and returns false, so that timing reveals
 * nothing.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  // A failed load is forgotten, so that the next sign-in tries again.
  nobody ??= hash(randomToken(), cost).catch((error) => {
    nobody = undefined;
    throw error;
  });
  const dummy = await nobody;
  const matches = await inTurn(() => verify(stored ?? dummy, password));
  return stored !== null && matches;
}
