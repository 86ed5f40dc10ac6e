import { productCategoryOperations } from "@/modules/crm/product-categories/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { moveUpByKeys } from "../../move-by-keys";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("a list in the settings is filled, put into order, changed, merged and archived", async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings"));
  await page.getByRole("link", { name: "Product categories" }).first().click();
  await expect(page.getByText("No product categories yet")).toBeVisible();
  for (const name of ["Advice", "Hardware", "Support"]) {
    await page.getByRole("button", { name: "New product category" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New product category" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Create product category" }).click();
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  }
  const rows = page.getByRole("list", { name: "Product categories" }).getByRole("listitem");
  const order = async () =>
    (await productCategoryOperations.list(firm.ctx, { sort: { field: "position", direction: "asc" } })).rows;
  const names = async () => (await order()).map(({ name }) => name);
  await expect(rows).toHaveText([/Advice/, /Hardware/, /Support/]);
  await moveUpByKeys(page, "Support", { from: 3, to: 1, of: 3 });
  await expect(rows).toHaveText([/Support/, /Advice/, /Hardware/]);
  await expect.poll(names).toEqual(["Support", "Advice", "Hardware"]);

  const choose = async (name: string, act: string) => {
    await page.getByRole("button", { name: `More for ${name}` }).click();
    await page.getByRole("menuitem", { name: act }).click();
  };
  await choose("Advice", "Change product category");
  const change = page.getByRole("dialog", { name: "Change Advice" });
  await change.getByRole("textbox", { name: "Name" }).fill("Consulting");
  await change.getByRole("combobox", { name: "Colour" }).click();
  await page.getByRole("option", { name: "Violet" }).click();
  await change.getByRole("button", { name: "Save changes" }).click();
  await expect(rows).toHaveText([/Support/, /Consulting/, /Hardware/]);
  expect((await order())[1]).toMatchObject({ name: "Consulting", color: "violet", position: 2 });

  const [support, , hardware] = await order();
  const { id } = await productOperations.create(firm.ctx, { name: "Crane", categoryId: hardware?.id ?? null });
  await page.reload();
  await rows.filter({ hasText: "Hardware" }).getByRole("link", { name: "1 product" }).click();
  await expect(page.getByRole("link", { name: "Crane" }).first()).toBeVisible();
  await page.goBack();
  await choose("Hardware", "Merge into another product category");
  const merge = page.getByRole("dialog", { name: "Merge the product category Hardware" });
  await merge.getByRole("combobox", { name: "Merge into" }).click();
  await page.getByRole("option", { name: "Support" }).click();
  await merge.getByRole("button", { name: "Merge product categories" }).click();
  await expect(new Shell(page).toast("Hardware was merged into Support")).toBeVisible();
  await expect
    .poll(async () => (await productOperations.get(firm.ctx, { id })).category)
    .toMatchObject({ id: support?.id });
  await expect.poll(async () => (await productCategoryOperations.list(firm.ctx, { archived: true })).rows).toEqual([]);

  await choose("Consulting", "Archive product category");
  const archived = page.getByRole("list", { name: "Archived product categories" }).getByRole("listitem");
  await expect(archived).toHaveText([/Consulting/]);
  await archived.getByRole("button", { name: "Restore Consulting" }).click();
  await expect(rows).toHaveText([/Support/, /Consulting/]);
  await expect(archived).toHaveCount(0);
});
