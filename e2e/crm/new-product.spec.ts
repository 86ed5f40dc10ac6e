import { listOpportunityLines } from "@/modules/crm/opportunities/lines/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { expect, signIn, test } from "../test";

test("an opportunity takes a product that its picker makes of a new name", async ({ page, firm }) => {
  const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
  const id = opportunity?.id ?? "";
  await productOperations.create(firm.ctx, { name: "Pilot Scan", price: { amount: 120_000, currency: "USD" } });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${id}?tab=products`));
  await page.getByRole("button", { name: "Add product" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a product to Harbour crane" });
  const product = dialog.getByLabel("Product", { exact: true });
  await product.click();
  const search = page.getByPlaceholder("Find in Product");
  await search.fill("pilot scan");
  await expect(page.getByRole("option", { name: /Pilot Scan/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Create/ })).toBeHidden();
  await search.fill("Deck winch");
  await page.getByRole("option", { name: "Create “Deck winch”" }).click();
  await expect(product).toContainText("Deck winch");
  await dialog.getByRole("button", { name: "Add product" }).click();
  await expect(dialog.getByText("This product has no price in USD. Type one.")).toBeVisible();
  await dialog.getByLabel("Unit price").fill("250");
  await dialog.getByRole("button", { name: "Add product" }).click();
  await expect(page.getByRole("region", { name: "Products" }).getByRole("definition")).toContainText("$250");
  const { lines } = await listOpportunityLines(firm.ctx, { id });
  expect(lines.map((line) => line.product.name)).toEqual(["Deck winch"]);
});
