import type { Page } from "@playwright/test";

/** Counts a user's clicks, over all pages that are opened from now on. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeFunction("countClick", () => {
    clicks += 1;
  });
  await page.addInitScript(() => {
    // Enter and Space on a button also cause a click event, without coordinates.
    const onClick = (event: MouseEvent) => event.detail > 0 && Reflect.get(window, "countClick")();
    document.addEventListener("click", onClick, { capture: true });
  });
  return () => clicks;
}
