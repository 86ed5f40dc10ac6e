import { hold } from "./hold";
import { takenOver } from "./taken-over";
import { expect, test } from "./test";

test("a page is opened when the app has taken it over, however long its code takes", async ({ page }) => {
  const code = await hold(page, ".js");
  await page.goto("/sign-in", { waitUntil: "commit" });
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await page.waitForFunction(() => "__next_f" in window);
  let isOpen = false;
  const opened = takenOver(page).then(() => {
    isOpen = true;
  });
  for (let look = 0; look < 10; look++) {
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    expect(isOpen, "before its code is there").toBe(false);
  }
  code.release();
  await opened;
});
