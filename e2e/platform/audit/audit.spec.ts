import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createCtx } from "@/server/context";
import { SettingsPages } from "../../pages/settings";
import { expect, signIn, test } from "../../test";

/** Opens a filter and picks by typing. */
async function pick(page: Page, filter: string, text: string, option: string): Promise<void> {
  await page.getByRole("button", { name: filter, exact: true }).click();
  const choice = page.getByRole("dialog", { name: `Filter by ${filter}` });
  await choice.getByRole("combobox").fill(text);
  await choice.getByRole("option", { name: option }).first().click();
}

test("an owner reads the log, filters it, opens an event, and saves it as a file", async ({ page, firm }) => {
  const settings = new SettingsPages(page);
  const made = await accountOperations.create(firm.ctx, { name: "Hottechi" });
  await accountOperations.update(firm.ctx, { id: made.id, version: made.version, name: "Hottech" });
  const ids: string[] = [];
  for (const name of ["Birch", "Cedar"]) ids.push((await accountOperations.create(firm.ctx, { name })).id);
  await accountOperations.bulk(firm.ctx, { ids, action: { type: "archive" } });
  const actor = { type: "system", job: "test", reason: "a row of a job" } as const;
  await accountOperations.create(createCtx({ tenant: firm.ctx.tenant, actor, member: null }), {
    name: "Made by a job",
  });
  await signIn(page, firm.owner);
  // The filters ask as well: they must not stay empty afterwards.
  await page.route(/api\/trpc\/.*audit\./, (route) => route.abort());
  await page.goto(firm.at("/settings/audit"));
  await expect(page.getByText("The audit log could not be loaded")).toBeVisible();
  await page.unroute(/api\/trpc\/.*audit\./);
  await settings.button("Try again").click();
  const today = page.getByRole("rowgroup", { name: "Today" });
  await expect(today.getByRole("button", { name: /Created the workspace/ }).first()).toBeVisible();

  await pick(page, "Record", "acc", "Account");
  await expect(page).toHaveURL(/object=account/);
  await expect(today.getByRole("button", { name: /Created the workspace/ })).toHaveCount(0);
  await today.getByRole("button", { name: /Changed name Hottech/ }).click();
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

  await settings.button("Clear filters").first().click();
  await today.getByRole("button", { name: /Archived 2 accounts/ }).click();
  const group = page.getByRole("table", { name: "Events of one action: accounts" });
  await expect(group.getByRole("button", { name: /Archived (Birch|Cedar)/ })).toHaveCount(2);
  const byJob = today.getByRole("button", { name: /Made by a job/ });
  await expect(byJob).toHaveCount(0);
  await settings.button("Show jobs").click();
  await expect(byJob).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search the audit log" }).fill("cedar");
  await expect(today.getByRole("button", { name: /Created Cedar/ })).toBeVisible();
  await expect(byJob).toHaveCount(0);

  await pick(page, "Source", "staff", "Staff console");
  await expect(page).toHaveURL(/via=staff/);
  await expect(page.getByText("No event matches")).toBeVisible();
  await settings.button("Clear filters").first().click();
  await pick(page, "Who", firm.owner.name.slice(0, 3), firm.owner.name);
  await expect(page).toHaveURL(/member=/);
  await expect(today.getByRole("button", { name: /Created the workspace/ }).first()).toBeVisible();

  await pick(page, "Time", "one day", "From one day to another");
  await page.getByLabel("Day from").fill("2024-03-04");
  await page.getByLabel("Day to").fill("2024-03-06");
  await settings.button("Apply filter").click();
  await expect(page).toHaveURL(/from=2024-03-04&to=2024-03-06/);
  await expect(page.getByText("No event matches")).toBeVisible();
  await settings.button("Remove the filter Time").click();
  await expect(today.getByRole("button", { name: /Created the workspace/ }).first()).toBeVisible();
  await expect(page.getByText(/: the last \d+ months are shown, since /)).toBeVisible();
});

test("a member is told that the log is for owners and admins", async ({ page, firm }) => {
  await signIn(page, await firm.join("member", "Mia Member"));
  await page.goto(firm.at("/settings/audit"));
  await expect(page.getByText("The audit log is for owners and admins")).toBeVisible();
});
