import type { Page } from "@playwright/test";
import { expect, test } from "./test";

/** Browsers differ in their default permissions. */
const mayLocate = (page: Page) =>
  page.evaluate(async () => (await navigator.permissions.query({ name: "geolocation" })).state);

test("a window goes to the next test with nothing of the last one in it", async ({ windows }) => {
  const first = await windows.lend("desktop");
  const before = await first.window.newPage();
  await before.goto("/sign-in");
  await before.evaluate(async () => {
    localStorage.setItem("left", "behind");
    await new Promise((opened) => indexedDB.open("left").addEventListener("success", opened));
  });
  const unasked = await mayLocate(before);
  await first.window.addCookies([{ name: "left", value: "behind", url: before.url() }]);
  await first.window.route("**/sign-in", (route) => route.abort());
  await first.window.grantPermissions(["geolocation"]);
  expect([unasked, await mayLocate(before)]).toEqual([expect.not.stringMatching("granted"), "granted"]);
  await first.giveBack();
  expect(before.isClosed()).toBe(true);

  const next = await windows.lend("desktop");
  expect(next.window).toBe(first.window);
  const after = await next.window.newPage();
  await after.goto("/sign-in");
  const left = await after.evaluate(async () => ({
    local: localStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  expect(left).toEqual({ local: 0, databases: 0 });
  expect(await mayLocate(after)).toBe(unasked);
  expect((await next.window.cookies()).map(({ name }) => name)).not.toContain("left");
  await next.giveBack();
});
