import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Firm } from "../firm";
import { expect, signIn, test } from "../test";

interface Missing {
  path: string;
  noun: string;
  /** The link to its list. */
  list: string;
}

async function isMissing(page: Page, firm: Firm, { path, noun, list }: Missing): Promise<void> {
  for (const id of [randomUUID(), "no-id"]) {
    const response = await page.goto(firm.at(`/${path}/${id}`));
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: `There is no such ${noun}` })).toBeVisible();
  }
  await page.getByRole("link", { name: list }).click();
  await expect(page).toHaveURL(new RegExp(`/${path}`));
}

test.describe("an address with nothing behind it answers 404 inside the workspace", () => {
  test("records, imports, and boards of nouns without one", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await isMissing(page, firm, { path: "accounts", noun: "account", list: "All accounts" });
    await isMissing(page, firm, { path: "products", noun: "product", list: "All products" });
    await isMissing(page, firm, { path: "settings/imports", noun: "import", list: "All import history" });
    expect((await page.goto(firm.at("/products/board")))?.status()).toBe(404);
    expect((await page.goto(firm.at(`/accounts/${id}`)))?.status(), "one that is there").toBe(200);
    await expect(page).toHaveTitle(/Alder Ports/);
  });

  test("on a phone", { tag: "@phone" }, async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await isMissing(page, firm, { path: "opportunities", noun: "opportunity", list: "All opportunities" });
  });
});
