import { expect, type Locator, type Page } from "@playwright/test";

/** Clicks until what the click shows is there: the page may not have been taken over yet. */
export async function press(button: Locator, shows: Locator): Promise<void> {
  await expect(async () => {
    if (!(await shows.isVisible())) await button.click({ timeout: 5_000 });
    await expect(shows).toBeVisible({ timeout: 5_000 });
  }).toPass();
}

/** Presses a key until what it does is there: who lifts with the keyboard is listened to a moment later. */
export async function pressKey(page: Page, key: string, done: Locator): Promise<void> {
  await expect(async () => {
    if ((await done.count()) === 0) await page.keyboard.press(key);
    await expect(done).toBeAttached({ timeout: 3_000 });
  }).toPass();
}
