import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { failing } from "../failing";
import type { Firm } from "../firm";
import { FilterBar } from "../pages/filter-bar";
import { ListPage } from "../pages/list";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

/** Four accounts; each filter below finds others. */
async function openAccounts(page: Page, firm: Firm) {
  const alder = await firm.account({ name: "Alder Ports", industry: "logistics", employees: 120 });
  await firm.account({ name: "Brook Rail", industry: "transport", employees: 40 });
  await firm.account({ name: "Cove Lines", industry: "logistics", employees: 7, ownerId: null });
  await firm.account({ name: "Drift Energy", industry: "energy", employees: 900 });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(4);
  return { list, bar: new FilterBar(page), alder };
}

test.describe("groups of filters", () => {
  test("any of several, beside a filter that must hold; the address keeps it", async ({ page, firm }) => {
    const { list, bar } = await openAccounts(page, firm);
    await bar.startGroup();
    await bar.type("Industry", "transport");
    await bar.addToGroup("Employees", "900");
    await bar.applyGroup();
    await expect(bar.chip("Any of Industry or Employees")).toBeVisible();
    await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy"]);
    await expect(page.getByRole("status").filter({ hasText: /^2$/ }), "how many are left is said").toBeAttached();
    await expect(page).toHaveURL(/filter=any\(industry:contains:transport~employees:atLeast:900\)/);

    await test.step("a filter beside the group narrows it", async () => {
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await bar.type("Name", "Rail");
      await expect.poll(() => list.names()).toEqual(["BBrook Rail"]);
    });
    await test.step("or widens it, where any may hold", async () => {
      await bar.matchAny();
      await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy"]);
      await expect(page).toHaveURL(/match=any/);
    });
    await page.reload();
    await expect(bar.chip("Any of Industry or Employees")).toBeVisible();
    await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy"]);

    await test.step("a group whose filters must all hold", async () => {
      await page.getByRole("button", { name: "Remove the filter Name" }).click();
      await expect(page).not.toHaveURL(/match=/);
      await bar.chip("Any of Industry or Employees").click();
      await bar.group.getByRole("radio", { name: "All of" }).click();
      await bar.group.getByRole("button", { name: /^Industry contains/ }).click();
      await page.getByRole("textbox", { name: "Industry" }).fill("energy");
      await page.keyboard.press("Enter");
      await bar.applyGroup();
      await expect.poll(() => list.names()).toEqual(["DDrift Energy"]);
      await expect(bar.chip("All of Industry and Employees")).toBeVisible();
    });
    await page.getByRole("button", { name: "Remove the filter Industry and Employees" }).press("Enter");
    await expect(page.getByRole("button", { name: "Filter", exact: true }), "what stands beside it").toBeFocused();
    await expect(list.rows).toHaveCount(4);
    await expect(page).not.toHaveURL(/filter=/);
  });

  test("all of them below each other: another join, one changed, one removed, all cleared", async ({ page, firm }) => {
    const { list } = await openAccounts(page, firm);
    await page.goto(firm.at("/accounts?sort=name&filter=industry:contains:logistics;employees:atLeast:100"));
    await expect.poll(() => list.names()).toEqual(["AAlder Ports"]);
    await page.getByRole("button", { name: "Edit filters" }).click();
    const panel = page.getByRole("dialog", { name: "Filters" });
    await expect(panel.getByText("2 conditions")).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await panel.getByRole("radio", { name: "or" }).click();
    await expect.poll(() => list.names()).toEqual(["AAlder Ports", "CCove Lines", "DDrift Energy"]);
    await panel.getByRole("button", { name: /^Remove.*Industry/ }).click();
    await expect(panel.getByText("1 condition", { exact: true })).toBeVisible();
    await expect.poll(() => list.names()).toEqual(["AAlder Ports", "DDrift Energy"]);
    await panel.getByRole("button", { name: "Clear" }).click();
    await expect(list.rows).toHaveCount(4);
    await expect(page).not.toHaveURL(/filter=/);
  });

  test("the board asks for the same", async ({ page, firm }) => {
    await firm.opportunities([
      { name: "Crane", stage: "Proposal", amount: 30_000 },
      { name: "Survey", stage: "Lead", amount: 500 },
      { name: "Winch", stage: "Lead" },
    ]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities?filter=any(amount:atLeast:1000000~amount:empty)"));
    await expect(page.locator("[data-card]")).toHaveCount(2);
    await expect(page.locator("[data-card]").filter({ hasText: "Survey" })).toHaveCount(0);
  });

  test("can be built, changed and left without a mouse", async ({ page, firm }) => {
    const { list, bar } = await openAccounts(page, firm);
    await page.getByRole("button", { name: "Filter", exact: true }).focus();
    // Each step has the focus in a field of its own.
    const field = (asks: RegExp) => expect(page.getByPlaceholder(asks)).toBeFocused();
    await page.keyboard.press("Enter");
    await field(/^Filter/);
    await page.keyboard.type("group");
    await page.keyboard.press("Enter");
    await expect(bar.group).toBeVisible();
    await field(/^Filter/);
    await page.keyboard.type("type");
    await page.keyboard.press("Enter");
    await field(/^Find in Type/);
    // The first value is preselected.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(bar.group.getByRole("option", { checked: true })).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(bar.group).toHaveCount(0);
    await expect(bar.chip("Any of Type")).toBeVisible();
    await expect(list.rows).toHaveCount(0);
    await bar.chip("Any of Type").focus();
    await page.keyboard.press("Enter");
    await expect(bar.group.getByRole("button", { name: "Apply group" })).toBeFocused();
    await bar.group.getByRole("button", { name: "Remove Type from the group" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect(list.rows).toHaveCount(4);
  });

  test("are usable by all, on a phone too", async ({ page, firm }) => {
    const { bar } = await openAccounts(page, firm);
    const address =
      "/accounts?filter=type:anyOf:prospect;any(industry:contains:energy~employees:atLeast:100)&match=any";
    await page.goto(firm.at(address));
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 800 });
      await bar.chip("Any of Industry or Employees").click();
      await expect(bar.group).toBeVisible();
      await page.emulateMedia({ colorScheme: "light" });
      await expect(page.locator("html")).not.toHaveClass(/dark/);
      expect(await serious(page), `light, ${width}`).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await expect(page.locator("html")).toHaveClass(/dark/);
      expect(await serious(page, ["color-contrast"]), `dark, ${width}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, "wider than the window").toBeLessThanOrEqual(0);
      await page.keyboard.press("Escape");
      await expect(bar.group).toHaveCount(0);
    }
  });
});

test.describe("the values of a filter", () => {
  test("are amounts of one currency, the one that is typed with them", async ({ page, firm }) => {
    await firm.account({ name: "Alder Ports", annualRevenue: { amount: 600_000_00, currency: "USD" } });
    await firm.account({ name: "Brook Rail", annualRevenue: { amount: 600_000_00, currency: "EUR" } });
    await firm.account({ name: "Cove Lines", annualRevenue: { amount: 90_000_000, currency: "JPY" } });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?filter=annualRevenue:atLeast:50000000"));
    const [list, bar] = [new ListPage(page, "Accounts"), new FilterBar(page)];
    await expect(list.row("Alder Ports")).toBeVisible();
    await expect(list.rows).toHaveCount(1);
    await bar.chip("Annual revenue is at least $500,000").click();
    const entry = page.getByRole("textbox", { name: "Annual revenue" });
    await expect(entry).toHaveValue("500,000");
    await entry.fill("€500k");
    await expect(page.getByText("EUR 500,000")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(bar.chip("Annual revenue is at least EUR 500,000")).toBeVisible();
    await expect(list.row("Brook Rail")).toBeVisible();
    await expect(list.rows).toHaveCount(1);
  });

  test("are periods of a date, which it is in unless another operator is chosen", async ({ page, firm }) => {
    const inTen = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await createOpportunity(firm.ctx, { name: "Soon", expectedCloseDate: inTen });
    await createOpportunity(firm.ctx, { name: "Long ago", expectedCloseDate: "2020-01-31" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/list"));
    const [list, bar] = [new ListPage(page, "Opportunities"), new FilterBar(page)];
    await expect(list.rows).toHaveCount(2);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await bar.field("Close date");
    await page.getByRole("textbox", { name: "Close date" }).fill("next 60 days");
    await expect(page.getByRole("button", { name: "is in", exact: true })).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Enter");
    await expect.poll(() => list.names()).toEqual([expect.stringContaining("Soon")]);
    await bar.chip("Close date is in next 60 days").click();
    await page.getByRole("button", { name: "is before", exact: true }).click();
    await page.getByRole("button", { name: "Apply filter" }).click();
    await expect(bar.chip("Close date is before next 60 days")).toBeVisible();
    await expect.poll(() => list.names()).toEqual([expect.stringContaining("Long ago")]);
  });

  test("have their names after a reload, those of archived records too", async ({ page, firm }) => {
    const { bar, alder } = await openAccounts(page, firm);
    await accountOperations.archive(firm.ctx, { id: alder.id, version: alder.version });
    await page.goto(firm.at(`/accounts?filter=owner:anyOf:${firm.ctx.member?.id};parent:anyOf:${alder.id}`));
    await expect(bar.chip("Owner is Olive Owner")).toBeVisible();
    await expect(bar.chip("Parent is Alder Ports")).toBeVisible();
  });

  test("without a name are counted, and can be taken away", async ({ page, firm }) => {
    const { bar, list } = await openAccounts(page, firm);
    await firm.join("member", "Anna Ahead");
    const nobody = ["0198b5f0-7a00-7000-8000-000000000001", "0198b5f0-7a00-7000-8000-000000000002"];
    await page.goto(firm.at(`/accounts?sort=name&filter=owner:anyOf:${firm.ctx.member?.id},${nobody.join(",")}`));
    const chip = bar.chip("Owner is any of Olive Owner or 2 unknown or hidden values");
    await expect(chip).toBeVisible();
    await expect(page.getByText(nobody[0] ?? "")).toHaveCount(0);
    await expect(list.rows).toHaveCount(3);
    await chip.click();
    const unknown = "1 unknown or hidden value";
    // The members load while the menu is open: chosen ones stay above, each in its place.
    await expect(page.getByRole("option")).toHaveText([
      /Olive Owner$/,
      unknown,
      unknown,
      "Me",
      "My teams",
      /Anna Ahead$/,
    ]);
    await page.getByRole("option", { name: unknown }).first().click();
    await expect(bar.chip("Owner is any of Olive Owner or 1 unknown or hidden value")).toBeVisible();
  });

  test("whose names do not come say so", async ({ page, firm }) => {
    const { bar } = await openAccounts(page, firm);
    await failing(page, "members.pick");
    await page.goto(firm.at(`/accounts?filter=owner:anyOf:${firm.ctx.member?.id}`));
    await expect(bar.chip("Owner is 1 name could not be loaded")).toBeVisible();
  });
});
