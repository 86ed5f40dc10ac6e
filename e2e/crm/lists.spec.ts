import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Firm } from "../firm";
import { hold } from "../hold";
import { ListPage } from "../pages/list";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

/** Four accounts that differ in every column of the list. */
async function someAccounts(firm: Firm) {
  const usd = (amount: number) => ({ amount: amount * 100, currency: "USD" });
  const alder = await firm.account({
    name: "Alder Ports",
    industry: "logistics",
    employees: 120,
    annualRevenue: usd(9_000_000),
  });
  const brook = await firm.account({
    name: "Brook Rail",
    industry: "transport",
    employees: 40,
    annualRevenue: usd(2_000_000),
  });
  const cove = await firm.account({
    name: "Cove Lines",
    industry: "logistics",
    employees: 7,
    annualRevenue: usd(500_000),
  });
  const drift = await firm.account({
    name: "Drift Energy",
    industry: "energy",
    employees: 900,
    annualRevenue: usd(70_000_000),
  });
  return { alder, brook, cove, drift };
}

test.describe("a list", () => {
  test("search, filter, sort and columns stand in the address and survive a reload", { tag: "@journey" }, async ({
    page,
    firm,
  }) => {
    await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(4);

    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("option", { name: "Industry" }).click();
    await page.getByRole("textbox", { name: "Industry" }).fill("logistics");
    await page.keyboard.press("Enter");
    await expect(list.rows).toHaveCount(2);

    // The head sorts wherever it is clicked, not only on its text.
    await list.head("Employees").click({ position: { x: 20, y: 4 } });
    await expect(page).toHaveURL(/sort=-?employees/);
    // Seven employees before a hundred and twenty: the response has arrived when the rows are in this order.
    await expect
      .poll(async () => (await list.names()).map((name) => /Cove|Alder/.exec(name)?.[0]))
      .toEqual(["Cove", "Alder"]);
    const names = await list.names();
    await list.head("Employees").getByRole("button").first().click();
    await expect.poll(() => list.names()).toEqual(names.toReversed());

    const wide = (await list.head("Employees").boundingBox())?.width ?? 0;
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("button", { name: "Hide Country" }).click();
    const more = page.getByRole("button", { name: "More for Employees" });
    await more.click();
    await page.getByRole("menuitem", { name: "Wider" }).click();
    await page.getByRole("menuitem", { name: "Move up" }).click();
    await expect(more, "the menu is closed, and Escape closes what it lies in").toBeFocused();
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await list.head("Employees").boundingBox())?.width).toBe(wide + 32);
    await expect(list.head("Employees").locator("+ th")).toHaveText("Industry");
    await expect(list.head("Country")).toHaveCount(0);

    await page.reload();
    await expect.poll(() => list.names()).toEqual(names.toReversed());
    await expect(list.head("Country")).toHaveCount(0);
    await list.search.fill("cove");
    await expect(list.rows).toHaveCount(1);
    await expect(page).toHaveURL(/q=cove/);
    await list.search.fill("nothing has this name");
    await expect(page.getByRole("heading", { name: "No accounts match" })).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(list.rows).toHaveCount(4);

    await test.step("a list wider than its window shows on which side it goes on", async () => {
      const goesOn = (before: boolean, after: boolean) =>
        expect(page.locator(`[data-before="${before}"][data-after="${after}"]`)).toBeVisible();
      await page.setViewportSize({ width: 768, height: 900 });
      await goesOn(false, true);
      await list.rows.first().hover();
      await page.mouse.wheel(5_000, 0);
      await goesOn(true, false);
    });
  });

  test("an edit in place is saved at once; a refused one says why under the cell", async ({ page, firm }) => {
    const { alder, brook } = await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");

    const editor = await list.edit("Alder Ports", "employees", /Employees/);
    await editor.fill("135");
    await page.keyboard.press("Enter");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("135");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id: alder.id })).employees).toBe(135);

    await test.step("what someone else changed meanwhile is not overwritten", async () => {
      const stale = await list.edit("Brook Rail", "employees", /Employees/);
      await accountOperations.update(firm.ctx, { id: brook.id, version: brook.version, employees: 41 });
      await stale.fill("99");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("alert").filter({ hasText: /changed|meanwhile/i })).toBeVisible();
      expect((await accountOperations.get(firm.ctx, { id: brook.id })).employees).toBe(41);
    });
  });

  test("a text where a number belongs is not taken", async ({ page, firm }) => {
    const { alder } = await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    const editor = await list.edit("Alder Ports", "employees", /Employees/);
    await editor.fill("a lot");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "“a lot” is not a number." })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("120");
    expect((await accountOperations.get(firm.ctx, { id: alder.id })).employees).toBe(120);
  });

  test("several are archived at once, and undo brings them back", async ({ page, firm }) => {
    const { alder } = await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await page.getByRole("checkbox", { name: "Select Alder Ports" }).click();
    await page.getByRole("checkbox", { name: "Select Cove Lines" }).click({ modifiers: ["Shift"] });
    await expect(list.bulk).toContainText("3 selected");
    await list.bulk.getByRole("button", { name: "Archive" }).click();
    const shell = new Shell(page);
    await shell.keep("3 accounts archived");
    await expect(list.rows).toHaveCount(1);
    const archivedAt = async () => (await accountOperations.get(firm.ctx, { id: alder.id })).archivedAt;
    await expect.poll(archivedAt).not.toBeNull();

    await shell.undo("3 accounts archived");
    await expect(list.rows).toHaveCount(4);
    await expect.poll(archivedAt).toBeNull();

    await page.getByRole("checkbox", { name: "Select Alder Ports" }).click();
    await list.bulk.getByRole("button", { name: "Clear the selection" }).press("Enter");
    await expect(
      page.locator("[data-row]:focus"),
      "the keyboard goes on from a row, not from the document",
    ).toBeVisible();
  });

  test("an archived record is found and restored, and leaves the list when someone else restores it", async ({
    page,
    firm,
  }) => {
    const { alder, brook, cove } = await someAccounts(firm);
    const archived = await accountOperations.archive(firm.ctx, { id: brook.id, version: brook.version });
    for (const { id, version } of [alder, cove]) await accountOperations.archive(firm.ctx, { id, version });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(1);
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("option", { name: "Archived" }).click();
    await expect(page).toHaveURL(/archived=true/);
    await expect(list.rows).toHaveCount(3);
    await page.reload();
    await expect(list.rows).toHaveCount(3);

    await page.getByRole("checkbox", { name: "Select Alder Ports" }).click();
    await expect(list.bulk.getByRole("button", { name: "Archive" })).toHaveCount(0);
    await list.bulk.getByRole("button", { name: "Restore" }).click();
    const shell = new Shell(page);
    await shell.keep("Alder Ports restored");
    await expect(list.row("Alder Ports")).toHaveCount(0);
    expect((await accountOperations.get(firm.ctx, { id: alder.id })).archivedAt).toBeNull();
    await shell.undo("Alder Ports restored");
    await expect(list.rows).toHaveCount(3);

    await accountOperations.restore(firm.ctx, { id: brook.id, version: archived.version });
    await expect(list.row("Brook Rail")).toHaveCount(0);
    await page.getByRole("button", { name: "Remove the filter Archived" }).click();
    await expect(list.row("Brook Rail")).toBeVisible();
    await expect(list.rows).toHaveCount(2);
    await expect(page).not.toHaveURL(/archived/);
  });

  test("of several, one that is gone is told of, and undo leaves alone what someone else has archived", async ({
    page,
    firm,
  }) => {
    const { alder, brook, cove } = await someAccounts(firm);
    await signIn(page, firm.owner);
    // The list does not receive the signal in time.
    await hold(page, "/api/pusher/user-auth");
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(4);
    await accountOperations.delete(firm.ctx, { id: alder.id, version: alder.version });
    await accountOperations.archive(firm.ctx, { id: brook.id, version: brook.version });
    await page.getByRole("checkbox", { name: "Select Alder Ports" }).click();
    await page.getByRole("checkbox", { name: "Select Cove Lines" }).click({ modifiers: ["Shift"] });
    await list.bulk.getByRole("button", { name: "Archive" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "1 of 3 accounts could not be archived." })).toBeVisible();
    await expect(list.rows).toHaveCount(1);
    await new Shell(page).undo("Cove Lines archived");
    await expect(list.row("Cove Lines")).toBeVisible();
    expect((await accountOperations.get(firm.ctx, { id: cove.id })).archivedAt).toBeNull();
    expect((await accountOperations.get(firm.ctx, { id: brook.id })).archivedAt).not.toBeNull();
  });

  test("j, k, x and Enter go through it without a mouse", async ({ page, firm }) => {
    const { brook } = await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?sort=name"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(4);
    await page.keyboard.press("j");
    await expect(list.row("Alder Ports")).toBeFocused();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(list.row("Brook Rail")).toBeFocused();
    await page.keyboard.press("x");
    await expect(list.row("Brook Rail")).toHaveAttribute("aria-selected", "true");
    await expect(list.bulk).toContainText("1 selected");
    await page.keyboard.press("Escape");
    await expect(list.bulk).toHaveCount(0);
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(shortcuts.getByText("Select the row")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list.row("Brook Rail")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(firm.at(`/accounts/${brook.id}`));
  });

  test("archiving a row by keys moves the cursor to the next one", async ({ page, firm }) => {
    await someAccounts(firm);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?sort=name"));
    const list = new ListPage(page, "Accounts");
    await expect(list.rows).toHaveCount(4);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(list.row("Brook Rail")).toBeFocused();
    await page.keyboard.press("x");
    await list.bulk.getByRole("button", { name: "Archive" }).press("Enter");
    await expect(list.rows).toHaveCount(3);
    await expect(list.row("Cove Lines")).toBeFocused();
    await page.keyboard.press("k");
    await expect(list.row("Alder Ports")).toBeFocused();
  });
});
