import type { Page } from "@playwright/test";
import { foldKey } from "@/lib/text";
import type { Firm } from "../../firm";
import { ListPage } from "../../pages/list";
import { Shell } from "../../pages/shell";
import { tabTo } from "../../press";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

/** Accounts with a number each, the first one in media already. */
async function withAccounts(firm: Firm, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, at) => `Firm ${String(at).padStart(4, "0")}`);
  const ownerId = firm.ctx.member?.id ?? null;
  const data = names.map((name) => ({ name, nameKey: foldKey(name), ownerId }));
  await firm.ctx.db.account.createMany({ data: data.slice(1) });
  await firm.account({ name: "Firm 0000", industry: "media" });
}

const media = (firm: Firm) => firm.ctx.db.account.count({ where: { industry: "media" } });

async function choose(page: Page, field: string): Promise<void> {
  await page.getByRole("combobox", { name: "Field", exact: true }).click();
  await page.getByRole("option", { name: field, exact: true }).click();
}

async function openList(page: Page, firm: Firm): Promise<ListPage> {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.row("Firm 0000")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  return list;
}

test("several accounts get a value, with a preview and an undo", async ({ page, firm }) => {
  await withAccounts(firm, 3);
  const list = await openList(page, firm);
  await list.bulk.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Edit 3 accounts" });
  await choose(page, "Industry");
  await dialog.getByRole("combobox", { name: "New value" }).fill("media");
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText("2 of 2");
  await expect(dialog.getByRole("region", { name: "Not changed" })).toContainText("It already has this value.");
  expect(await serious(page)).toEqual([]);
  expect(await media(firm), "a preview saves nothing").toBe(1);
  await dialog.getByRole("button", { name: "Edit 2 accounts" }).click();
  const shell = new Shell(page);
  await expect(shell.toast("2 accounts changed")).toBeVisible();
  expect(await media(firm)).toBe(3);
  await shell.undo("2 accounts changed");
  await expect.poll(() => media(firm)).toBe(1);
});

test("several accounts get a value and have the earlier one again, by keyboard alone", async ({ page, firm }) => {
  await withAccounts(firm, 3);
  const list = await openList(page, firm);
  await tabTo(page, list.bulk.getByRole("button", { name: "Edit", exact: true }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Edit 3 accounts" });
  await tabTo(page, dialog.getByRole("combobox", { name: "Field", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Industry", exact: true })).toBeVisible();
  await page.keyboard.type("Industry");
  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("combobox", { name: "New value" }));
  await page.keyboard.type("media");
  await expect(dialog.getByRole("region", { name: "Preview" })).toContainText("2 of 2");
  await tabTo(page, dialog.getByRole("button", { name: "Edit 2 accounts" }));
  await page.keyboard.press("Enter");
  await expect(new Shell(page).toast("2 accounts changed")).toBeVisible();
  expect(await media(firm)).toBe(3);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => media(firm)).toBe(1);
});

test("all that match are changed in the background, and taken back", async ({ page, firm }) => {
  await withAccounts(firm, 1_050);
  const list = await openList(page, firm);
  await list.bulk.getByRole("button", { name: "Select all matching" }).click();
  await expect(list.bulk).toContainText("All matching selected");
  await list.bulk.getByRole("button", { name: "Edit", exact: true }).click();
  await choose(page, "Industry");
  await page.getByRole("combobox", { name: "New value" }).fill("media");
  await page.getByRole("button", { name: "Edit 1,050 accounts" }).click();
  await expect(page.getByRole("dialog", { name: "1,049 accounts changed" })).toBeVisible();
  expect(await media(firm)).toBe(1_050);
  await page.goto(firm.at("/inbox"));
  await page.getByRole("link", { name: "Your change of 1,050 accounts has finished" }).click();
  await expect(page).toHaveURL(/\/accounts\?run=/);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "1,049 accounts undone" })).toBeVisible();
  expect(await media(firm)).toBe(1);
  await page.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(page).not.toHaveURL(/run=/);
  await page.goto(firm.at("/accounts?run=0197c8d1-0000-7000-8000-000000000001"));
  await expect(page.getByText("This change could not be opened")).toBeVisible();
});

test("records are deleted permanently once their number is typed", async ({ page, firm }) => {
  await withAccounts(firm, 2);
  const list = await openList(page, firm);
  await list.bulk.getByRole("button", { name: "Edit", exact: true }).click();
  await choose(page, "Delete permanently");
  const dialog = page.getByRole("dialog", { name: "Delete 2 accounts" });
  await expect(dialog).toContainText("2 would be deleted. It cannot be undone.");
  await dialog.getByRole("textbox", { name: /^Type 2/ }).fill("3");
  await dialog.getByRole("button", { name: "Delete 2 accounts" }).click();
  await expect(dialog).toContainText("Type 2, the number of records that will be deleted.");
  await dialog.getByRole("textbox", { name: /^Type 2/ }).fill("2");
  await dialog.getByRole("button", { name: "Delete 2 accounts" }).click();
  await expect(new Shell(page).toast("2 accounts deleted")).toBeVisible();
  expect(await firm.ctx.db.account.count()).toBe(0);
});

test("on a phone several accounts are changed in a sheet", { tag: "@phone" }, async ({ page, firm }) => {
  await withAccounts(firm, 2);
  await page.setViewportSize({ width: 375, height: 812 });
  const list = await openList(page, firm);
  await list.bulk.getByRole("button", { name: "Edit", exact: true }).click();
  await choose(page, "Industry");
  await page.getByRole("combobox", { name: "New value" }).fill("energy");
  await page.getByRole("button", { name: "Edit 2 accounts" }).click();
  await expect(new Shell(page).toast("2 accounts changed")).toBeVisible();
  expect(await firm.ctx.db.account.count({ where: { industry: "energy" } })).toBe(2);
});
