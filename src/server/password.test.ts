import { availableParallelism } from "node:os";
import { expect, test, vi } from "vitest";
import { hashPassword } from "./password";

const asked = vi.hoisted(() => [] as (() => void)[]);
vi.mock("@node-rs/argon2", () => ({
  hash: () => new Promise<string>((resolve) => asked.push(() => resolve("hash"))),
  verify: () => Promise.resolve(false),
}));

test("a processor is left to others, a hundred wait in their order, and the rest is told when to try again", async () => {
  const atOnce = availableParallelism() > 2 ? 2 : 1;
  const all = Array.from({ length: atOnce + 100 }, (_, nth) => hashPassword("x").then(() => nth));
  expect(asked).toHaveLength(atOnce);
  await expect(hashPassword("x")).rejects.toMatchObject({ code: "UNAVAILABLE", details: { retryAfter: 5 } });
  for (let nth = 0; nth < all.length; nth++) {
    await expect.poll(() => asked.length).toBeGreaterThan(nth);
    asked[nth]?.();
    expect(await all[nth]).toBe(nth);
  }
  expect(asked).toHaveLength(atOnce + 100);
});
