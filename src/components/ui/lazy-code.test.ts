import { expect, it } from "vitest";
import { lazyCode, NotLoaded } from "./lazy-code";

it("is loaded once, when it is first asked for", async () => {
  let loads = 0;
  const lazy = lazyCode(async () => {
    loads += 1;
    return "form";
  });
  expect([lazy.loaded(), loads]).toEqual([null, 0]);
  expect(await Promise.all([lazy.load(), lazy.load()])).toEqual(["form", "form"]);
  expect(await lazy.load()).toBe("form");
  expect([lazy.loaded(), loads]).toEqual(["form", 1]);
});

it("is loaded again after a failure, and says what failed", async () => {
  const lost = new TypeError("Failed to load chunk");
  const answers = [() => Promise.reject(lost), () => Promise.reject(lost), async () => "form"];
  const lazy = lazyCode(() => (answers.shift() ?? answers[0])?.() as Promise<string>);
  const failed = await lazy.load().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NotLoaded);
  expect((failed as Error).cause).toBe(lost);
  await expect(lazy.load()).rejects.toBeInstanceOf(NotLoaded);
  expect(lazy.loaded()).toBeNull();
  expect(await lazy.load()).toBe("form");
});
