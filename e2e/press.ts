import { expect, type Locator } from "@playwright/test";

/** Clicks until what the click shows is there: the page may not have been taken over yet. */
export async function press(button: Locator, shows: Locator): Promise<void> {
  await expect(async () => {
    if (!(await shows.isVisible())) await button.click({ timeout: 5_000 });
    await expect(shows).toBeVisible({ timeout: 5_000 });
  }).toPass();
}
