import { randomUUID } from "node:crypto";
import { expect, signIn, test } from "../test";

test.describe("the address of a record that is not there", () => {
  for (const [path, noun, list, tag] of [
    ["accounts", "account", "All accounts", "@desktop"],
    ["opportunities", "opportunity", "All opportunities", "@phone"],
    ["products", "product", "All products", "@desktop"],
    ["settings/imports", "import", "All import history", "@desktop"],
  ] as const) {
    test(`answers 404 inside the workspace: ${noun} ${tag}`, { tag }, async ({ page, firm }) => {
      await signIn(page, firm.owner);
      for (const id of [randomUUID(), "no-id"]) {
        const response = await page.goto(firm.at(`/${path}/${id}`));
        expect(response?.status()).toBe(404);
        await expect(page.getByRole("heading", { name: `There is no such ${noun}` })).toBeVisible();
      }
      await page.getByRole("link", { name: list }).click();
      await expect(page).toHaveURL(new RegExp(`/${path}`));
    });
  }

  test("one that is there answers 200", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    expect((await page.goto(firm.at(`/accounts/${id}`)))?.status()).toBe(200);
    await expect(page).toHaveTitle(/Alder Ports/);
  });
});
