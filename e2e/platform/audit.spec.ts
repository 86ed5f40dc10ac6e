import { readFile } from "node:fs/promises";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { SettingsPages } from "../pages/settings";
import { expect, signIn, test } from "../test";

test("an owner reads the log, filters it, opens an event, and saves it as a file", async ({ page, firm }) => {
  const settings = new SettingsPages(page);
  const made = await accountOperations.create(firm.ctx, { name: "Hottechi" });
  await accountOperations.update(firm.ctx, { id: made.id, version: made.version, name: "Hottech" });
  await signIn(page, firm.owner);
  await page.route(/api\/trpc\/.*audit\.list/, (route) => route.abort());
  await page.goto(firm.at("/settings/audit"));
  await expect(page.getByText("The audit log could not be loaded")).toBeVisible({ timeout: 30_000 });
  await page.unroute(/api\/trpc\/.*audit\.list/);
  await settings.button("Try again").click();
  const today = page.getByRole("region", { name: "Today" });
  await expect(today.getByRole("button", { name: /Created the workspace/ }).first()).toBeVisible();

  await settings.find("Object", "acc", "Account");
  await expect(page).toHaveURL(/object=account/);
  await expect(today.getByRole("button", { name: /Created the workspace/ })).toHaveCount(0);
  await today.getByRole("button", { name: /Changed name, Hottech/ }).click();
  const detail = page.getByRole("region", { name: "Changed name" });
  await expect(detail.getByRole("row", { name: "Name Hottechi Hottech" })).toBeVisible();
  await expect(detail).toContainText('"event": "account.updated"');
  await page.reload();
  await expect(detail).toContainText('"event": "account.updated"');
  await page.keyboard.press("Escape");
  await expect(detail).toHaveCount(0);

  const saving = page.waitForEvent("download");
  await settings.button("Export CSV").click();
  const file = await saving;
  const text = await readFile(await file.path(), "utf8");
  expect(text).toContain("Changed name");
  expect(text).not.toContain("Created the workspace");

  await settings.select("Who", "By staff");
  await expect(page.getByText("No event matches")).toBeVisible();
  await settings.button("Clear filters").first().click();
  await expect(today.getByRole("button", { name: /Created the workspace/ }).first()).toBeVisible();
  await expect(page.getByText(/This plan shows/)).toBeVisible();
});

test("a member is told that the log is for owners and admins", async ({ page, firm }) => {
  await signIn(page, await firm.join("member", "Mia Member"));
  await page.goto(firm.at("/settings/audit"));
  await expect(page.getByText("The audit log is for owners and admins")).toBeVisible();
});
