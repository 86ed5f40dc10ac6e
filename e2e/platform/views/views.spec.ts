import type { Page } from "@playwright/test";
import { createView, getView, listViews, updateView } from "@/modules/platform/data/views/operations/views";
import { addTeamMembers, createTeam } from "@/modules/platform/identity/teams/operations";
import type { Firm } from "../../firm";
import { moveUpByKeys } from "../../move-by-keys";
import { FilterBar } from "../../pages/filter-bar";
import { ListPage } from "../../pages/list";
import { Shell } from "../../pages/shell";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

const usd = (amount: number) => ({ amount: amount * 100, currency: "USD" });

/** Three accounts whose revenue is $6,000 together, of which two are in logistics with $5,000. */
async function openAccounts(page: Page, firm: Firm) {
  await firm.account({ name: "Alder Ports", industry: "logistics", employees: 120, annualRevenue: usd(2_000) });
  await firm.account({ name: "Brook Rail", industry: "transport", employees: 41, annualRevenue: usd(1_000) });
  await firm.account({ name: "Cove Lines", industry: "logistics", employees: 7, annualRevenue: usd(3_000) });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(3);
  return list;
}

const tab = (page: Page, name: string) => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });
const totals = (page: Page) => page.locator("tfoot");
const changed = (page: Page) => page.getByRole("status").filter({ hasText: "View changed" });

async function onlyLogistics(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await new FilterBar(page).type("Industry", "logistics");
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Save as new", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a new view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toHaveCount(0);
}

async function openMenu(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Menu of the view ${name}` }).click();
}

test("a view is saved, changed, shared with a team, opened by its member, deleted and restored", async ({
  page,
  firm,
  browserOf,
}) => {
  const mia = await firm.join("member", "Mia Member");
  const team = await createTeam(firm.ctx, { name: "Central", parentId: null });
  await addTeamMembers(firm.ctx, { id: team.id, memberIds: [mia.ctx.member?.id ?? ""] });
  const list = await openAccounts(page, firm);

  await test.step("save the filter as a private view", async () => {
    await onlyLogistics(page);
    await expect(list.rows).toHaveCount(2);
    await expect(changed(page)).toBeVisible();
    await saveAs(page, "Logistics");
    await expect(new Shell(page).toast("The view Logistics was saved")).toBeVisible();
    await expect(tab(page, "Logistics, private")).toHaveAttribute("aria-current", "page");
    await expect(changed(page)).toHaveCount(0);
    await expect(list.rows).toHaveCount(2);
    await expect(page, "the address names the view alone").toHaveURL(/\/accounts\?saved=[0-9a-f-]{36}$/);
  });
  await test.step("change it and save it", async () => {
    await list.head("Employees").getByRole("button").click();
    await expect.poll(() => list.names()).toEqual(["CCove Lines", "AAlder Ports"]);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(new Shell(page).toast("Changes to the view Logistics were saved")).toBeVisible();
    await expect(changed(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\?saved=[^&]+$/);
    await expect.poll(() => list.names()).toEqual(["CCove Lines", "AAlder Ports"]);
  });
  await test.step("share it with a team", async () => {
    await openMenu(page, "Logistics");
    await page.getByRole("menuitem", { name: "Rename or share" }).click();
    const dialog = page.getByRole("dialog", { name: "Change Logistics" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Ports and ships");
    await dialog.getByRole("combobox").click();
    await page.getByRole("option", { name: "Team Central" }).click();
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(tab(page, "Ports and ships")).toBeVisible();
  });
  const link = page.url();
  await test.step("a member of the team opens the copied link, changes and resets what they see", async () => {
    const theirs = await browserOf(mia);
    await theirs.goto(link);
    const shown = new ListPage(theirs, "Accounts");
    await expect(tab(theirs, "Ports and ships")).toHaveAttribute("aria-current", "page");
    await expect.poll(() => shown.names()).toEqual(["CCove Lines", "AAlder Ports"]);
    await shown.search.fill("Cove");
    await expect(shown.rows).toHaveCount(1);
    await expect(changed(theirs)).toBeVisible();
    await expect(theirs.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
    await theirs.getByRole("button", { name: "Reset", exact: true }).click();
    await expect(shown.rows).toHaveCount(2);
    await expect(theirs).toHaveURL(link);
  });
  await test.step("delete it, and take that back", async () => {
    await openMenu(page, "Ports and ships");
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(tab(page, "Ports and ships")).toHaveCount(0);
    await expect(list.rows).toHaveCount(3);
    await page.getByRole("button", { name: "Undo" }).click();
    await tab(page, "Ports and ships").click();
    await expect(list.rows).toHaveCount(2);
  });
});

test("somebody who saved the same view meanwhile is named", async ({ page, firm }) => {
  const ada = await firm.join("admin", "Ada Admin");
  const list = await openAccounts(page, firm);
  await onlyLogistics(page);
  await saveAs(page, "Logistics");
  await expect(tab(page, "Logistics, private")).toBeVisible();
  const [view] = (await listViews(firm.ctx, { noun: "account" })).views;
  if (!view) throw new Error("The view was not saved.");
  const { id, version } = await updateView(firm.ctx, { id: view.id, version: view.version, scope: "workspace" });
  await expect(tab(page, "Logistics").filter({ hasNotText: "private" })).toBeVisible();
  await list.head("Employees").getByRole("button").click();
  await expect(changed(page)).toBeVisible();
  await updateView(ada.ctx, { id, version, state: { ...view.state, conditions: [] } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const asked = page.getByRole("dialog", { name: "Ada Admin saved Logistics meanwhile" });
  await asked.getByRole("button", { name: "Reload the view" }).click();
  await expect(asked).toHaveCount(0);
  await expect(list.rows).toHaveCount(3);
});

test("a view says which parts are left out, and is saved without them", async ({ page, firm }) => {
  const list = await openAccounts(page, firm);
  const conditions = [
    { field: "industry", op: "is" as const, value: "logistics" },
    { field: "custom.deleted", op: "is" as const, value: "x" },
  ];
  const state = { conditions, sorts: [{ field: "employees", direction: "asc" as const }] };
  const { id } = await createView(firm.ctx, { noun: "account", name: "Of a deleted field", state });
  await page.goto(firm.at(`/accounts?saved=${id}`));
  const notice = page.getByRole("status").filter({ hasText: "is left out" });
  await expect(notice).toContainText("The filter on a field that you cannot see or that was deleted");
  await expect.poll(() => list.names()).toEqual(["CCove Lines", "AAlder Ports"]);
  await notice.getByRole("button", { name: "Save without it" }).click();
  await expect(notice).toHaveCount(0);
  await expect.poll(() => list.names()).toEqual(["CCove Lines", "AAlder Ports"]);
  expect((await getView(firm.ctx, { id })).dropped).toEqual([]);
});

test("views are put in order, and one opens the list for a role", async ({ page, firm, browserOf }) => {
  const mia = await firm.join("member", "Mia Member");
  const list = await openAccounts(page, firm);
  const shared = { noun: "account", scope: "workspace" } as const;
  const logistics = [{ field: "industry", op: "is" as const, value: "logistics" }];
  await createView(firm.ctx, { ...shared, name: "Small", state: {} });
  const { id } = await createView(firm.ctx, { ...shared, name: "Logistics", state: { conditions: logistics } });
  await page.goto(firm.at(`/accounts?saved=${id}`));
  await expect(list.rows).toHaveCount(2);

  await test.step("by keys", async () => {
    await page.getByRole("button", { name: "All views" }).click();
    await moveUpByKeys(page, "Logistics", { from: 2, to: 1, of: 2 });
    await page.keyboard.press("Escape");
    const names = page.getByRole("navigation", { name: "Views" }).getByRole("link");
    await expect(names).toHaveText(["All accounts", "My accounts", "Logistics", "Small"]);
  });
  await test.step("for members", async () => {
    await openMenu(page, "Logistics");
    await page.getByRole("menuitemcheckbox", { name: "For everybody with the role Member" }).click();
    const theirs = await browserOf(mia);
    await theirs.goto(firm.at("/accounts"));
    await expect(tab(theirs, "Logistics")).toHaveAttribute("aria-current", "page");
    await expect(new ListPage(theirs, "Accounts").rows).toHaveCount(2);
  });
});

test("the foot of a list adds up what matches, as its columns choose", async ({ page, firm }) => {
  const list = await openAccounts(page, firm);
  await expect(totals(page)).toContainText("3 accounts");
  await expect(totals(page)).toContainText("$6,000");
  await onlyLogistics(page);
  await expect(totals(page)).toContainText("2 accounts");
  await expect(totals(page)).toContainText("$5,000");
  await totals(page).getByRole("button", { name: "Total of Employees" }).click();
  await page.getByRole("menuitemradio", { name: "Average" }).click();
  await expect(totals(page)).toContainText("63.5");
  await expect(page).toHaveURL(/totals=/);
  await page.reload();
  await expect(totals(page)).toContainText("63.5");

  await test.step("nothing matches: the filter to remove is named", async () => {
    await list.search.fill("Brook");
    await page.getByRole("button", { name: "Remove Industry contains logistics" }).click();
    await expect.poll(() => list.names()).toEqual(["BBrook Rail"]);
  });
});

test("a view that does not exist opens the list without it", async ({ page, firm }) => {
  const list = await openAccounts(page, firm);
  await page.goto(firm.at("/accounts?saved=0197f3d2-0000-7000-8000-000000000000"));
  await expect(
    page.getByRole("status").filter({ hasText: "This view was deleted, or you may not see it." }),
  ).toBeVisible();
  await expect(list.rows).toHaveCount(3);
});

test("views and totals on a phone", { tag: "@phone" }, async ({ page, firm }) => {
  const list = await openAccounts(page, firm);
  await expect(totals(page)).toContainText("$6,000");
  await list.search.fill("Cove");
  await expect(list.rows).toHaveCount(1);
  await saveAs(page, "Cove");
  await expect(tab(page, "Cove, private")).toBeInViewport();
  await expect(totals(page)).toContainText("$3,000");
  await tab(page, "All accounts").tap();
  await expect(list.rows).toHaveCount(3);
  expect(await serious(page)).toEqual([]);
});
