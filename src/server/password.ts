import "server-only";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { randomToken } from "./crypto.ts";
import { AppError } from "./errors.ts";

// OWASP's figures for argon2id, which is the library's default algorithm. 19 MiB and about 0.1 s each.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One processor stays free for requests: hashing occupies a whole one. */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const maxWaiting = 100;
/** With more people waiting than this, hashing pauses after each hash: else a flood keeps a processor busy. */
const crowd = 4;
const restPerHash = 3;
const longestRestMs = 500;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs one or two hashes at once, so that a flood of sign-ins takes neither all memory nor all processors. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running++;
  else {
    if (waiting.length >= maxWaiting)
      throw new AppError("UNAVAILABLE", "Many people are signing in at the moment. Try again in a few seconds.", {
        retryAfter: 5,
      });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  const began = performance.now();
  try {
    return await work();
  } finally {
    const restMs = Math.min((performance.now() - began) * restPerHash, longestRestMs);
    if (waiting.length > crowd) setTimeout(startNext, restMs);
    else startNext();
  }
}

function startNext(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

/** The argon2id hash of a password, as PHC text. UNAVAILABLE when too many wait. */
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
