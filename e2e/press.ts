import { expect, type Locator, type Page } from "@playwright/test";

/** Presses a key until its effect is visible: keyboard dragging starts listening a moment later. */
export async function pressKey(page: Page, key: string, done: Locator): Promise<void> {
  await expect(async () => {
    if ((await done.count()) === 0) await page.keyboard.press(key);
    await expect(done).toBeAttached({ timeout: 3_000 });
  }).toPass();
}

/** More than any page has between its first element and one that is looked for. */
const mostTabs = 80;

/** Moves the focus to an element by Tab alone. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const isFocused = () => wanted.evaluate((element) => element === document.activeElement);
  for (let pressed = 0; pressed < mostTabs && !(await isFocused()); pressed++) await page.keyboard.press("Tab");
  await expect(wanted).toBeFocused();
}
