import { availableParallelism } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { processWide } from "./process-wide";

const { requested, broken } = vi.hoisted(() => ({ requested: [] as (() => void)[], broken: { hash: false } }));
vi.mock("@node-rs/argon2", () => ({
  hash: () =>
    broken.hash
      ? Promise.reject(new Error("no memory"))
      : new Promise<string>((resolve) => requested.push(() => resolve("hash"))),
  verify: () => Promise.resolve(false),
}));

const lineOfHashes = processWide("line of hashes");
const atOnce = availableParallelism() > 2 ? 2 : 1;
let password: typeof import("./password");

// A line of its own for each test.
beforeEach(async () => {
  lineOfHashes.remove();
  vi.resetModules();
  password = await import("./password");
  requested.length = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

/** As many hashes as run at once, and some that wait. */
function asked(waiting: number): Promise<string>[] {
  const all = Array.from({ length: atOnce + waiting }, () => password.hashPassword("x"));
  for (const one of all) one.catch(() => undefined);
  return all;
}

/** Lets a hash end that took this long, and returns how long the next one then waits for its begin. */
async function restAfter(nth: number, tookMs: number): Promise<number> {
  await vi.advanceTimersByTimeAsync(tookMs);
  const begun = requested.length;
  requested[nth]?.();
  for (let ms = 0; ms < 2_000; ms++) {
    await vi.advanceTimersByTimeAsync(ms === 0 ? 0 : 1);
    if (requested.length > begun) return ms;
  }
  return Number.POSITIVE_INFINITY;
}

test("a processor is left to others, sixty wait in their order, and the rest is told when to try again", async () => {
  const done: number[] = [];
  const all = asked(60).map((one, nth) => one.then(() => done.push(nth)));
  expect(requested).toHaveLength(atOnce);
  await expect(password.hashPassword("x")).rejects.toMatchObject({ code: "UNAVAILABLE", details: { retryAfter: 1 } });
  for (let nth = 0; nth < all.length; nth++) await restAfter(nth, 10);
  expect(done).toEqual(all.map((_, nth) => nth));
  expect(requested).toHaveLength(atOnce + 60);
});

test("a crowd leaves the processor to others for three times as long as each hash took", async () => {
  asked(5);
  expect(await restAfter(0, 100)).toBe(300);
  // Four wait now: the next begins at once.
  expect(await restAfter(atOnce, 0)).toBe(0);
});

test("a longer line rests so that all have their turn in six seconds, but never for less than a hash took", async () => {
  asked(50);
  const restMs = Math.min(120, ((6_000 - 40) / 50) * atOnce - 40);
  expect(Math.abs((await restAfter(0, 40)) - restMs)).toBeLessThanOrEqual(1);
  expect(await restAfter(atOnce, 250)).toBe(250);
});

test("whoever has waited for ten seconds is told when to try again, and leaves the line", async () => {
  const all = asked(60);
  await restAfter(0, 200);
  await vi.advanceTimersByTimeAsync(10_000);
  const ends = await Promise.allSettled([all[0], all[atOnce + 1], all.at(-1)]);
  // The first of 59 would have waited for as many turns of 400 ms, the last one for one.
  const retryAfter = Math.ceil((58 * 400) / atOnce / 1_000);
  expect(ends).toMatchObject([
    { status: "fulfilled" },
    { reason: { code: "UNAVAILABLE", details: { retryAfter } } },
    { reason: { code: "UNAVAILABLE", details: { retryAfter: 1 } } },
  ]);
  const begun = requested.length;
  const next = password.hashPassword("x");
  requested[begun - 1]?.();
  await vi.advanceTimersByTimeAsync(0);
  requested[begun]?.();
  expect(await next).toBe("hash");
});

test("a hash that failed is made again for the next unknown address", async () => {
  broken.hash = true;
  await expect(password.verifyPassword("x", null)).rejects.toThrow("no memory");
  broken.hash = false;
  const next = password.verifyPassword("x", null);
  requested[0]?.();
  expect(await next).toBe(false);
});
