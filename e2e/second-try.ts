import { expect, type Locator, type Page } from "@playwright/test";

/** Asks for more rows of a list while nothing answers: that is told below the rows, and another try brings them. */
export async function comesAtSecondTry(page: Page, call: RegExp, more: Locator, rows: Locator): Promise<void> {
  const before = await rows.count();
  await page.route(call, (route) => route.abort());
  await more.click();
  const told = page.getByRole("alert").filter({ hasText: "More could not be loaded." });
  await expect(told).toBeVisible();
  await expect(rows).toHaveCount(before);
  await page.unroute(call);
  await told.getByRole("button", { name: "Try again" }).click();
  await expect(told).toHaveCount(0);
}
