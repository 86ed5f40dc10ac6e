import { availableParallelism } from "node:os";
import { expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "./password";

const { requested, broken } = vi.hoisted(() => ({ requested: [] as (() => void)[], broken: { hash: false } }));
vi.mock("@node-rs/argon2", () => ({
  hash: () =>
    broken.hash
      ? Promise.reject(new Error("no memory"))
      : new Promise<string>((resolve) => requested.push(() => resolve("hash"))),
  verify: () => Promise.resolve(false),
}));

test("a processor is left to others, a hundred wait in their order, and the rest is told when to try again", async () => {
  const atOnce = availableParallelism() > 2 ? 2 : 1;
  const all = Array.from({ length: atOnce + 100 }, (_, nth) => hashPassword("x").then(() => nth));
  expect(requested).toHaveLength(atOnce);
  await expect(hashPassword("x")).rejects.toMatchObject({ code: "UNAVAILABLE", details: { retryAfter: 5 } });
  for (let nth = 0; nth < all.length; nth++) {
    await expect.poll(() => requested.length).toBeGreaterThan(nth);
    requested[nth]?.();
    expect(await all[nth]).toBe(nth);
  }
  expect(requested).toHaveLength(atOnce + 100);
});

test("a crowd leaves the processor to others for three times as long as each hash took", async () => {
  vi.useFakeTimers();
  requested.length = 0;
  const atOnce = availableParallelism() > 2 ? 2 : 1;
  const all = Array.from({ length: atOnce + 5 }, () => hashPassword("x"));
  await vi.advanceTimersByTimeAsync(100);
  requested[0]?.();
  await all[0];
  await vi.advanceTimersByTimeAsync(299);
  expect(requested).toHaveLength(atOnce);
  await vi.advanceTimersByTimeAsync(1);
  expect(requested).toHaveLength(atOnce + 1);
  // Four wait now: the next begins at once.
  requested[atOnce]?.();
  await all[atOnce];
  expect(requested).toHaveLength(atOnce + 2);
  for (let nth = 0; nth < all.length; nth++) {
    requested[nth]?.();
    await all[nth];
  }
  vi.useRealTimers();
});

test("a hash that failed is made again for the next unknown address", async () => {
  requested.length = 0;
  broken.hash = true;
  await expect(verifyPassword("x", null)).rejects.toThrow("no memory");
  broken.hash = false;
  const next = verifyPassword("x", null);
  requested[0]?.();
  expect(await next).toBe(false);
});
