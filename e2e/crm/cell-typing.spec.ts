import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Firm } from "../firm";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

/** Two accounts in the list, by name; the first one is edited. */
async function openList(page: Page, firm: Firm) {
  const { id } = await firm.account({
    name: "Alder Ports",
    employees: 120,
    industry: "Logistics",
    billingAddress: { city: "Chicago", country: "United States" },
  });
  await firm.account({ name: "Brook Rail", industry: "Quarrying of slate" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.rows).toHaveCount(2);
  return { id, list, kept: () => accountOperations.get(firm.ctx, { id }) };
}

test.describe("typing on the cell that has the cursor", () => {
  test("replaces a number with what is typed, and Escape puts it back", async ({ page, firm }) => {
    const { list, kept } = await openList(page, firm);
    await list.cell("Alder Ports", "employees").click();
    await page.keyboard.type("135");
    const editor = page.getByRole("combobox", { name: "Employees of Alder Ports" });
    await expect(editor).toHaveValue("135");
    await page.keyboard.press("Escape");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("120");
    await expect(list.cell("Alder Ports", "employees")).toBeFocused();
    await page.keyboard.type("136");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await kept()).employees).toBe(136);
    await expect(list.cell("Alder Ports", "employees")).toHaveText("136");
  });

  test("replaces a text, also with letters that are keys of the list", async ({ page, firm }) => {
    const { id, list, kept } = await openList(page, firm);
    await list.cell("Alder Ports", "industry").click();
    await page.keyboard.type("jute and flax");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await kept()).industry).toBe("jute and flax");
    await expect(list.cell("Brook Rail", "industry"), "the cursor goes down").toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("k");
    await expect(page.locator(`[data-row="${id}"]`), "on a row the letter is a key").toBeFocused();
  });

  test("opens a choice with its search", async ({ page, firm }) => {
    const { list, kept } = await openList(page, firm);
    await list.cell("Alder Ports", "type").click();
    await page.keyboard.type("part");
    await expect(page.getByRole("option")).toHaveText([/^Partner/]);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await kept()).type).toBe("partner");
  });
});

test.describe("the country of an account", () => {
  test("is edited in the list, keeps the rest of the address, and can be undone", async ({ page, firm }) => {
    const { list, kept } = await openList(page, firm);
    await list.cell("Alder Ports", "country").dblclick();
    const editor = page.getByRole("combobox", { name: "Country of Alder Ports" });
    await expect(editor).toHaveValue("United States");
    await editor.fill("swed");
    await page.getByRole("option", { name: "Sweden" }).click();
    await expect(list.cell("Alder Ports", "country")).toHaveText("Sweden");
    await expect.poll(async () => (await kept()).billingAddress).toEqual({ city: "Chicago", country: "Sweden" });
    await new Shell(page).undo("Country of Alder Ports changed");
    await expect.poll(async () => (await kept()).billingAddress?.country).toBe("United States");
  });
});

test.describe("the industry of an account", () => {
  test("is suggested in the list, in the details and in the form, and taken as it was typed", async ({
    page,
    firm,
  }) => {
    const { id, list, kept } = await openList(page, firm);
    const editor = await list.edit("Alder Ports", "industry", /Industry/);
    await expect(page.getByRole("option", { name: "Quarrying of slate" }), "what the workspace uses").toBeVisible();
    await editor.fill("insur");
    await page.getByRole("option", { name: "Insurance" }).click();
    await expect.poll(async () => (await kept()).industry).toBe("Insurance");
    await (await list.edit("Alder Ports", "industry", /Industry/)).fill("Insur");
    await expect(page.getByRole("option", { name: "Insurance" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await kept()).industry, "as it was typed, whatever is suggested").toBe("Insur");

    await page.goto(firm.at(`/accounts/${id}`));
    await new RecordPage(page, "Alder Ports").field("Industry").click();
    await page.getByRole("combobox", { name: "Industry" }).fill("quar");
    await expect(page.getByRole("option", { name: "Quarrying of slate" })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await kept()).industry).toBe("Quarrying of slate");

    await page.goto(firm.at("/accounts?new=true"));
    const dialog = page.getByRole("dialog", { name: "New account" });
    await dialog.getByLabel("Name", { exact: true }).fill("Cove Lines");
    await dialog.getByLabel("Industry").fill("quar");
    await page.getByRole("option", { name: "Quarrying of slate" }).click();
    await expect(dialog.getByLabel("Industry")).toHaveValue("Quarrying of slate");
    await dialog.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Cove Lines" })).toBeVisible();
    expect((await accountOperations.get(firm.ctx, { id: page.url().slice(-36) })).industry).toBe("Quarrying of slate");
  });
});
