import { accountOperations } from "@/modules/crm/accounts/operations";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

test("the page Updates is scrolled through more than a screen of changes", async ({ page, firm }) => {
  for (let nth = 1; nth <= 90; nth += 1) await accountOperations.create(firm.ctx, { name: `Beam ${nth}` });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/updates"));
  const updates = page.getByRole("region", { name: "Updates" });
  await expect(updates.getByText("Beam 90", { exact: true })).toBeVisible();
  await updates.hover();
  const first = updates.getByText("Beam 1", { exact: true });
  await expect(async () => {
    await page.mouse.wheel(0, 400);
    await expect(page.getByText("This page could not be loaded")).toHaveCount(0);
    await expect(first).toBeInViewport({ timeout: 100 });
  }).toPass({ timeout: 60_000 });
});

test("the page Updates tells changes of everyone and of a team, and gets new ones", { tag: "@phone" }, async ({
  page,
  firm,
}) => {
  const made = await accountOperations.create(firm.ctx, { name: "Copper roof", employees: 5 });
  await accountOperations.update(firm.ctx, { id: made.id, version: made.version, employees: 7 });
  await createTeam(firm.ctx, { name: "Night shift" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/home"));
  await page.getByRole("link", { name: "All updates" }).click();
  const updates = page.getByRole("region", { name: "Updates" });
  await expect(updates.getByText(/changed employees of Copper roof from 5 to 7/)).toBeVisible();
  expect(await serious(page)).toEqual([]);

  await accountOperations.create(firm.ctx, { name: "Glass front" });
  await expect(updates.getByText(/created Glass front/)).toBeVisible();

  await page.getByRole("button", { name: /^Whose changes/ }).click();
  await page.getByRole("menuitemradio", { name: "Night shift" }).click();
  await expect(page.getByText("No changes match these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await updates.getByRole("link", { name: "Copper roof" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${made.id}`));
});
