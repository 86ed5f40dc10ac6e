import { expect, type Locator, type Page } from "@playwright/test";
import { failing } from "./failing";

/** Requests more rows while the server fails: an error is shown below the rows, and a retry loads them. */
export async function comesAtSecondTry(page: Page, operation: string, more: Locator, rows: Locator): Promise<void> {
  const before = await rows.count();
  const mend = await failing(page, operation);
  await more.click();
  const alert = page.getByRole("alert").filter({ hasText: "More rows could not be loaded." });
  await expect(alert).toBeVisible();
  await expect(rows).toHaveCount(before);
  await mend();
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toHaveCount(0);
}
