import { expect, type Locator, type Page } from "@playwright/test";

/** Presses a key until its effect is visible: keyboard dragging starts listening a moment later. */
export async function pressKey(page: Page, key: string, done: Locator): Promise<void> {
  await expect(async () => {
    if ((await done.count()) === 0) await page.keyboard.press(key);
    await expect(done).toBeAttached({ timeout: 3_000 });
  }).toPass();
}
