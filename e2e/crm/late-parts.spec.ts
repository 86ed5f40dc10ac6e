import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { ListPage } from "../pages/list";
import { expect, signIn, test } from "../test";

const files = "**/_next/static/chunks/**";

/** The server no longer has the files of the page's version, as after a new deployment, until the returned function is called. */
async function deployed(page: Page): Promise<() => Promise<void>> {
  await page.route(files, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "Not found" }));
  return () => page.unroute(files);
}

/** No further code of the app can be loaded, as without a connection, until the returned function is called. */
async function cutOff(page: Page): Promise<() => Promise<void>> {
  await page.route(files, (route) => route.abort());
  return () => page.unroute(files);
}

test.describe("a part of a page whose code cannot be loaded", { tag: "@journey" }, () => {
  test("says so; a retry shows it, and nothing that was typed is lost", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports", employees: 120 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(1);
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
    await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(1);
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
    await expect(list.rows).toHaveCount(1);
    await expect(list.search).toHaveValue("Alder");
    await page.getByRole("button", { name: "New account" }).click();
    await expect(page.getByRole("dialog", { name: "New account" })).toBeVisible();
  });

  test("of the next page is shown as an error with a retry", async ({ page, firm }) => {
    await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    await expect(new ListPage(page, "Accounts").rows).toHaveCount(1);
    const updated = await deployed(page);
    await page.getByRole("link", { name: "Inbox" }).first().click();
    await page.waitForTimeout(5000);
    console.log(await page.locator("body").innerText());
    await updated();
  });
});
