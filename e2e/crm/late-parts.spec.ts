import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Firm } from "../firm";
import { codeFiles, holdCode, holdCodeWith, withoutLoadingAhead } from "../late-code";
import { ListPage } from "../pages/list";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

/** The list of accounts with one account, whose page has loaded no more than it needs at first. */
async function openAccounts(page: Page, firm: Firm): Promise<{ id: string; list: ListPage }> {
  const { id } = await firm.account({ name: "Alder Ports", employees: 120 });
  await signIn(page, firm.owner);
  await withoutLoadingAhead(page);
  await page.goto(firm.at("/accounts"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(1);
  return { id, list };
}

/** The server no longer has the files of the page's version, as after a new deployment, until the returned function is called. */
async function deployed(page: Page): Promise<() => Promise<void>> {
  await page.route(codeFiles, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "Not found" }));
  return () => page.unroute(codeFiles);
}

/** No further code of the app can be loaded, as without a connection, until the returned function is called. */
async function cutOff(page: Page): Promise<() => Promise<void>> {
  await page.route(codeFiles, (route) => route.abort());
  return () => page.unroute(codeFiles);
}

test.describe("a part of a page whose code cannot be loaded", () => {
  test("says so; a retry shows it, and nothing that was typed is lost", async ({ page, firm }) => {
    const { id, list } = await openAccounts(page, firm);
    const mend = await cutOff(page);

    await list.cell("Alder Ports", "employees").click();
    await page.keyboard.type("135");
    const alert = page.getByRole("alert").filter({ hasText: "could not be loaded" });
    await expect(alert).toContainText("The editor could not be loaded.");
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(alert.getByRole("button", { name: "Reload the page" })).toBeVisible();
    await mend();
    await alert.getByRole("button", { name: "Try again" }).click();
    const editor = page.getByRole("combobox", { name: "Employees of Alder Ports" });
    await expect(editor).toHaveValue("135");
    await expect(editor).toBeFocused();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).employees).toBe(135);
  });

  test("leaves the rest of the page usable, and can be closed", async ({ page, firm }) => {
    const { list } = await openAccounts(page, firm);
    const mend = await cutOff(page);

    await list.search.fill("Alder");
    await page.getByRole("button", { name: "New account" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "The form could not be loaded." });
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: "Close" }).click();
    await expect(alert).toBeHidden();
    await mend();
    await page.getByRole("button", { name: "New account" }).click();
    await expect(page.getByRole("dialog", { name: "New account" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list.search).toHaveValue("Alder");
    await expect(list.rows).toHaveCount(1);
  });

  test("of an earlier deployment offers to reload the page, which works then", async ({ page, firm }) => {
    for (const name of ["Alder Ports", "Birch Mills"]) await firm.account({ name });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(2);
    const updated = await deployed(page);

    await list.search.fill("Alder");
    await expect(list.rows).toHaveCount(1);
    await page.getByRole("button", { name: "New account" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "The form could not be loaded." });
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toContainText("If Throughline was updated, the page must be reloaded");
    await updated();
    await alert.getByRole("button", { name: "Reload the page" }).click();
    // The address keeps what was open and what was searched for.
    await expect(page.getByRole("dialog", { name: "New account" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list.rows).toHaveCount(1);
    await expect(list.search).toHaveValue("Alder");
  });

  test("of the next page is an error with a retry, which opens the page", async ({ page, firm }) => {
    await openAccounts(page, firm);
    const updated = await deployed(page);
    await page.getByRole("navigation").getByRole("link", { name: "Inbox" }).click();
    await expect(page.getByRole("heading", { name: "This page could not be loaded" })).toBeVisible();
    await updated();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  });

  test("lets the keyboard close it, and returns the focus to what opened it", async ({ page, firm }) => {
    const { list } = await openAccounts(page, firm);
    const mend = await cutOff(page);
    const opener = page.getByRole("button", { name: "New account" });
    const alert = page.getByRole("alert").filter({ hasText: "could not be loaded" });

    await opener.press("Enter");
    await expect(alert.getByRole("button", { name: "Try again" })).toBeFocused();
    // Keys act on the notice, not as shortcuts of the page.
    await page.keyboard.press("x");
    await page.keyboard.press("Escape");
    await expect(alert).toBeHidden();
    await expect(opener).toBeFocused();
    await expect(page.getByText("1 selected")).toBeHidden();

    const cell = list.cell("Alder Ports", "employees");
    await cell.click();
    await page.keyboard.type("135");
    await expect(alert).toContainText("You typed “135”.");
    await page.keyboard.press("Escape");
    await expect(cell).toBeFocused();
    await mend();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Employees of Alder Ports" })).toHaveValue("120");
  });
});

test.describe("while a part of a page is loaded", () => {
  test("a click on a menu is kept, and opens it then", async ({ page, firm }) => {
    const { list } = await openAccounts(page, firm);
    const arrive = await holdCodeWith(page, "Archive with its ");

    await list.row("Alder Ports").getByRole("link", { name: "Alder Ports" }).click();
    const button = page.getByRole("button", { name: "More for Alder Ports" });
    await button.click();
    await expect(button).toHaveAttribute("aria-busy", "true");
    arrive();
    await expect(page.getByRole("menuitem", { name: "Archive account" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(button).toBeFocused();
  });

  test("keys that are pressed in a cell are for that cell, once", async ({ page, firm }) => {
    const { id, list } = await openAccounts(page, firm);
    const employees = async () => (await accountOperations.get(firm.ctx, { id })).employees;
    const arrive = await holdCode(page);

    await list.cell("Alder Ports", "employees").click();
    await page.keyboard.type("135");
    await page.keyboard.press("Enter");
    await page.keyboard.type("140");
    arrive();
    await expect.poll(employees).toBe(135);
    await expect(list.cell("Alder Ports", "employees")).toContainText("135");
  });

  test("the command menu takes what is typed, and searches for it then", async ({ page, firm }) => {
    const { id } = await openAccounts(page, firm);
    const arrive = await holdCode(page);

    const shell = new Shell(page);
    await shell.openCommands();
    await page.keyboard.type("ald");
    await expect(shell.commands.getByRole("status")).toHaveText("Loading");
    arrive();
    await expect(shell.commands.getByRole("option", { name: /Alder Ports/ })).toBeVisible();
    await page.keyboard.type("er p");
    await expect(shell.commands.getByRole("combobox")).toHaveValue("alder p");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(firm.at(`/accounts/${id}`));
  });

  test("a value is emptied, and keys are no shortcuts of the page below a layer", async ({ page, firm }) => {
    const { id, list } = await openAccounts(page, firm);
    const arrive = await holdCode(page);

    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("status").filter({ hasText: "Loading" })).toBeVisible();
    await page.keyboard.press("c");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("status").filter({ hasText: "Loading" })).toBeHidden();
    await list.cell("Alder Ports", "employees").click();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Enter");
    arrive();
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).employees).toBeNull();
    await expect(page.getByRole("dialog")).toBeHidden();
  });
});
