import { expect, type Locator } from "@playwright/test";

/** Scrolls down a list until it draws a row: it draws only what is near, and loads more on the way. At its end again from the top. */
export async function scrollTo(scroller: Locator, row: Locator): Promise<void> {
  await expect(async () => {
    if ((await row.count()) === 0)
      await scroller.evaluate((element) => {
        const before = element.scrollTop;
        element.scrollTop += element.clientHeight / 2;
        if (element.scrollTop === before) element.scrollTop = 0;
      });
    await expect(row).toHaveCount(1, { timeout: 300 });
  }).toPass({ intervals: [10] });
  await row.scrollIntoViewIfNeeded();
}
