import type { Page } from "@playwright/test";
import { expect } from "./test";

/** Moves a row of an ordered list by its handle and the arrow keys, step by step up to a place. */
export async function moveUpByKeys(page: Page, name: string, { from, to, of }: Record<"from" | "to" | "of", number>) {
  await page.getByRole("button", { name: `Move ${name}`, exact: true }).focus();
  await page.keyboard.press("Space");
  for (let place = from - 1; place >= to; place--)
    // The keys count from a moment after the row is picked up.
    await expect(async () => {
      await page.keyboard.press("ArrowUp");
      await expect(over(page, name, place, of)).toBeAttached({ timeout: 1_000 });
    }).toPass();
  await page.keyboard.press("Space");
}

const over = (page: Page, name: string, place: number, of: number) =>
  page.getByText(new RegExp(`^${name} over position ${place} of ${of}`));
