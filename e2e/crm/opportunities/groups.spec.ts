import type { Page } from "@playwright/test";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Firm } from "../../firm";
import { ListPage } from "../../pages/list";
import { Peek } from "../../pages/peek";
import { RecordPage } from "../../pages/record";
import { Shell } from "../../pages/shell";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

async function openOpportunities(page: Page, firm: Firm, query = "") {
  const opportunities = await firm.opportunities([
    { name: "Crane", stage: "Proposal", amount: 30_000 },
    { name: "Survey", stage: "Lead", amount: 500 },
    { name: "Winch", stage: "Lead", amount: 1_500 },
    { name: "Depot", stage: "Closed Won", amount: 9_000 },
  ]);
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/list?sort=name${query}`));
  return { opportunities, list: new ListPage(page, "Opportunities") };
}

test.describe("a list in groups", () => {
  test("has heads with counts and sums in the order of the stages; a closed one stays closed", async ({
    page,
    firm,
  }) => {
    const { list } = await openOpportunities(page, firm);
    await expect(list.rows).toHaveCount(4);
    await page.getByRole("button", { name: "Group", exact: true }).click();
    await page.getByRole("menuitemradio", { name: "Stage" }).click();
    await expect(list.groups).toHaveText([/^Lead2\$2,000$/, /^Proposal1\$30,000$/, /^Closed Won1\$9,000$/]);
    await expect.poll(() => list.names()).toEqual(["Survey", "Winch", "Crane", "Depot"]);
    // Fields shown in the heads are hidden as columns.
    await expect(page.getByRole("columnheader", { name: "Stage", exact: true })).toHaveCount(0);
    await expect(page).toHaveURL(/group=stage/);

    await page.getByRole("button", { name: "Collapse the group Lead" }).click();
    await expect.poll(() => list.names()).toEqual(["Crane", "Depot"]);
    await page.keyboard.press("j");
    await expect(list.row("Crane")).toBeFocused();
    await expect(page).toHaveURL(/closed=/);
    await page.reload();
    await expect(list.groups).toHaveCount(3);
    await expect.poll(() => list.names()).toEqual(["Crane", "Depot"]);
    await page.getByRole("button", { name: "Expand the group Lead" }).click();
    await expect.poll(() => list.names()).toEqual(["Survey", "Winch", "Crane", "Depot"]);
    await page.getByRole("button", { name: "Group: Stage" }).click();
    await page.getByRole("menuitemradio", { name: "No groups" }).click();
    await expect(list.groups).toHaveCount(0);
    await expect(page).not.toHaveURL(/group=/);
  });

  test("follows edits, archiving and the keyboard", async ({ page, firm }) => {
    const { list, opportunities } = await openOpportunities(page, firm, "&group=owner");
    await expect(list.groups).toHaveText([/^.*Olive Owner4/]);
    await expect(list.rows).toHaveCount(4);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(list.row("Depot")).toBeFocused();
    await page.keyboard.press("Space");
    await expect(new Peek(page).place("Depot")).toHaveText("2 of 4");
    await page.keyboard.press("Escape");

    await test.step("a sum follows its rows", async () => {
      const editor = await list.edit("Crane", "amount", /Value/);
      await editor.fill("1000");
      await page.keyboard.press("Enter");
      await expect(list.groups).toHaveText([/^.*Olive Owner4\$12,000/]);
      await expect
        .poll(
          async () => (await opportunityOperations.get(firm.ctx, { id: opportunities[0]?.id ?? "" })).amount?.amount,
        )
        .toBe(100_000);
    });
    await test.step("an opportunity that nobody owns any more goes to its group", async () => {
      await page.goto(firm.at(`/opportunities/list?sort=name&group=owner&peek=${opportunities[1]?.id}`));
      await new RecordPage(page, "Survey").field("Owner").click();
      await page.getByRole("combobox", { name: "Owner", exact: true }).fill("");
      // The found members push it down.
      await expect(page.getByRole("option", { name: "Olive Owner" })).toBeVisible();
      await page.getByRole("option", { name: "Empty" }).click();
      await expect(list.groups).toHaveText([/Olive Owner3/, /^No owner1/]);
      await expect.poll(() => list.names()).toEqual(["Crane", "Depot", "Winch", "Survey"]);
      await page.keyboard.press("Escape");
    });
    await test.step("what is closed is not selected", async () => {
      await page.getByRole("button", { name: "Collapse the group No owner" }).click();
      await page.getByRole("checkbox", { name: "Select all rows" }).click();
      await expect(list.bulk).toContainText("3 selected");
      await list.bulk.getByRole("button", { name: "Clear the selection" }).click();
    });
    await page.getByRole("checkbox", { name: "Select Depot" }).click();
    await list.bulk.getByRole("button", { name: "Archive" }).click();
    await expect(list.groups).toHaveText([/Olive Owner2/, /^No owner1/]);
    await new Shell(page).undo("Depot archived");
    await expect(list.groups).toHaveText([/Olive Owner3/, /^No owner1/]);
  });

  test("is usable by all, and on a phone", async ({ page, firm }) => {
    const { list } = await openOpportunities(page, firm, "&group=stage");
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(list.groups).toHaveCount(3);
      await page.emulateMedia({ colorScheme: "light" });
      await expect(page.locator("html")).not.toHaveClass(/dark/);
      expect(await serious(page), `light, ${width}`).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await expect(page.locator("html")).toHaveClass(/dark/);
      expect(await serious(page, ["color-contrast"]), `dark, ${width}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, "wider than the window").toBeLessThanOrEqual(0);
    }
  });

  test("no account: says what the list is for", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?group=type"));
    await expect(page.getByRole("heading", { name: "No accounts yet" })).toBeVisible();
  });
});
