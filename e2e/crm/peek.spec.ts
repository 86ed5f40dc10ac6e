import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { productOperations } from "@/modules/crm/products/operations";
import { failing } from "../failing";
import type { Firm } from "../firm";
import { hold } from "../hold";
import { ListPage } from "../pages/list";
import { Peek } from "../pages/peek";
import { RecordPage } from "../pages/record";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

const names = ["Alder Ports", "Brook Rail", "Cove Lines", "Drift Energy"];

/** The list of four accounts, by name. */
async function openAccounts(page: Page, firm: Firm) {
  const accounts = [];
  for (const name of names) accounts.push(await firm.account({ name, industry: "logistics" }));
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(4);
  return { accounts, list, peek: new Peek(page) };
}

test.describe("a record beside its list", () => {
  test("Space opens it, j, k and arrows step, Esc gives the row back", async ({ page, firm }) => {
    const { accounts, list, peek } = await openAccounts(page, firm);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(list.row("Brook Rail")).toBeFocused();
    await page.keyboard.press("Space");
    await expect(peek.place("Brook Rail")).toHaveText("2 of 4");
    await expect(list.row("Brook Rail")).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`peek=${accounts[1]?.id}`));

    await page.keyboard.press("j");
    await expect(peek.place("Cove Lines")).toHaveText("3 of 4");
    await page.keyboard.press("ArrowDown");
    await expect(peek.place("Drift Energy")).toHaveText("4 of 4");
    await page.keyboard.press("k");
    await expect(peek.of("Cove Lines")).toBeVisible();
    await expect(list.row("Cove Lines")).toBeFocused();

    await test.step("with the focus in the panel the same keys hold", async () => {
      await new RecordPage(page, "Cove Lines").field("Industry").focus();
      await page.keyboard.press("ArrowUp");
      await expect(peek.place("Brook Rail")).toHaveText("2 of 4");
      await peek.button("Brook Rail", "Next record").focus();
      await expect(page.getByRole("tooltip")).toContainText("Next record");
      await page.keyboard.press("j");
      await expect(peek.of("Cove Lines")).toBeVisible();
      await new RecordPage(page, "Cove Lines").field("Industry").focus();
      // A panel that stayed open would handle the key itself.
      await expect(page.getByRole("tooltip")).toHaveCount(0);
      await page.keyboard.press("Escape");
    });
    await expect(peek.of("Cove Lines")).toHaveCount(0);
    await expect(list.row("Cove Lines")).toBeFocused();
    await expect(page).not.toHaveURL(/peek=/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(firm.at(`/accounts/${accounts[2]?.id}`));
  });

  test("its address survives a reload, and Back closes it", async ({ page, firm }) => {
    const { accounts, list, peek } = await openAccounts(page, firm);
    await list.row("Alder Ports").hover();
    await list.row("Alder Ports").getByRole("button", { name: "Open Alder Ports beside the list" }).click();
    await expect(peek.of("Alder Ports").getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await page.keyboard.press("j");
    await expect(peek.of("Brook Rail")).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`peek=${accounts[1]?.id}`));
    await page.reload();
    await expect(peek.place("Brook Rail")).toHaveText("2 of 4");
    await page.keyboard.press("j");
    await expect(peek.of("Cove Lines")).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`peek=${accounts[2]?.id}`));
    await page.goBack();
    await expect(page).not.toHaveURL(/peek=/);
    await expect(peek.of("Cove Lines")).toHaveCount(0);
    await expect(list.rows).toHaveCount(4);
    await page.goForward();
    await peek.of("Cove Lines").getByRole("link", { name: "Open" }).click();
    await expect(page).toHaveURL(firm.at(`/accounts/${accounts[2]?.id}`));
  });

  test("a field is edited in it, and the list shows it", async ({ page, firm }) => {
    const { accounts, list, peek } = await openAccounts(page, firm);
    await page.goto(firm.at(`/accounts?sort=name&peek=${accounts[1]?.id}`));
    await new RecordPage(page, "Brook Rail").edit("Industry", "transport");
    await expect(list.cell("Brook Rail", "industry")).toHaveText("transport");
    await expect
      .poll(async () => (await accountOperations.get(firm.ctx, { id: accounts[1]?.id ?? "" })).industry)
      .toBe("transport");
    await expect(peek.of("Brook Rail")).toBeVisible();
    await peek.button("Brook Rail", "More for Brook Rail").click();
    await page.getByRole("menuitem", { name: "Archive account" }).click();
    await expect(list.rows).toHaveCount(3);
    await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  });

  test("one that is gone meanwhile says so, and the next one is a key away", async ({ page, firm }) => {
    // Without a connection the list gets no signal.
    await hold(page, "/api/pusher/user-auth");
    const { accounts, peek } = await openAccounts(page, firm);
    const [, gone] = accounts;
    await accountOperations.delete(firm.ctx, { id: gone?.id ?? "", version: gone?.version ?? 0 });
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await expect(peek.of("Alder Ports")).toBeVisible();
    await page.keyboard.press("j");
    await expect(page.getByRole("heading", { name: "There is no such account" })).toBeVisible();
    await page.keyboard.press("j");
    await expect(peek.of("Cove Lines").getByRole("heading", { name: "Cove Lines" })).toBeVisible();
  });

  test("an answer that does not come is told, with another try", async ({ page, firm }) => {
    // A signal would cause a refetch before anybody presses the button.
    await hold(page, "/api/pusher/user-auth");
    const { peek } = await openAccounts(page, firm);
    const mend = await failing(page, "accounts.get");
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await expect(page.getByRole("heading", { name: "This account could not be loaded" })).toBeVisible();
    await mend();
    await peek.button("Alder Ports", "Try again").click();
    await expect(peek.of("Alder Ports").getByRole("heading", { name: "Alder Ports" })).toBeVisible();
  });

  test("an opportunity moves on its line; a product shows its price", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Crane", stage: "Proposal", amount: 30_000 }]);
    const product = await productOperations.create(firm.ctx, { name: "Winch", sku: "W-1" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/list?peek=${opportunity?.id}`));
    const record = new RecordPage(page, "Crane");
    await expect(record.currentStage).toHaveText(/^Proposal/);
    await record.stage("Negotiation").click();
    await expect(record.currentStage).toHaveText(/^Negotiation/);
    await expect(new ListPage(page, "Opportunities").cell("Crane", "stage")).toHaveText("Negotiation");
    await expect
      .poll(async () => (await opportunityOperations.get(firm.ctx, { id: opportunity?.id ?? "" })).stage.name)
      .toBe("Negotiation");

    await page.goto(firm.at(`/products?peek=${product.id}`));
    await expect(new RecordPage(page, "Winch").field("SKU")).toContainText("W-1");
  });

  test("is usable by all: axe in both themes, and from the keyboard where it covers the list", async ({
    page,
    firm,
  }) => {
    const { accounts, list, peek } = await openAccounts(page, firm);
    await page.goto(firm.at(`/accounts?sort=name&peek=${accounts[0]?.id}`));
    await expect(peek.place("Alder Ports")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await serious(page), "light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("html")).toHaveClass(/dark/);
    expect(await serious(page), "dark").toEqual([]);

    await page.setViewportSize({ width: 900, height: 800 });
    await page.reload();
    await expect(peek.of("Alder Ports")).toBeFocused();
    // Covered content cannot be reached with Tab either.
    await expect(page.locator("[inert] [data-live]")).toHaveCount(1);
    await page.keyboard.press("j");
    await expect(peek.place("Brook Rail")).toHaveText("2 of 4");
    await page.keyboard.press("Escape");
    await expect(list.row("Brook Rail")).toBeFocused();
    await expect(page.locator("[inert]")).toHaveCount(0);
  });

  test("a phone has no room for it: a tap opens the page", async ({ page, firm }) => {
    const { accounts, list, peek } = await openAccounts(page, firm);
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(firm.at(`/accounts?sort=name&peek=${accounts[1]?.id}`));
    await expect(list.rows).toHaveCount(4);
    await expect(peek.of("Brook Rail")).toHaveCount(0);
    await list.row("Brook Rail").click();
    await expect(page).toHaveURL(firm.at(`/accounts/${accounts[1]?.id}`));
  });
});
