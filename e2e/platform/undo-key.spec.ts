import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunities, stageOf } from "../board-opportunities";
import { BoardPage } from "../pages/board";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

test.describe("Ctrl Z", () => {
  test("takes back the last act, then the one before it, after their toasts have gone", async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    const { id } = await firm.account({ name: "Alder Yard", employees: 120 });
    const employees = async () => (await accountOperations.get(firm.ctx, { id })).employees;
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const shell = new Shell(page);
    const board = new BoardPage(page);
    await board.openMenu("Harbour crane");
    await page.getByRole("menuitemradio", { name: "Qualified" }).click();
    await expect(shell.toast("Harbour crane moved to Qualified")).toBeVisible();
    await shell.toast("Harbour crane moved to Qualified").getByRole("button", { name: "Close" }).click();

    await page.getByRole("link", { name: "Accounts", exact: true }).click();
    const list = new ListPage(page, "Accounts");
    await (await list.edit("Alder Yard", "employees", /Employees/)).fill("135");
    await page.keyboard.press("Control+z");
    expect(await employees(), "typing is undone by the field").toBe(120);
    await page.getByRole("combobox", { name: /Employees/ }).fill("136");
    await page.keyboard.press("Enter");
    await expect.poll(employees).toBe(136);
    await expect(shell.toast("Employees of Alder Yard changed")).toBeVisible();

    await page.keyboard.press("Control+z");
    await expect(shell.toast("Undone: Employees of Alder Yard changed")).toBeVisible();
    await expect(shell.toast(/^Employees of Alder Yard changed/)).toHaveCount(0);
    await expect(list.cell("Alder Yard", "employees")).toHaveText("120");
    await expect.poll(employees).toBe(120);

    await page.keyboard.press("Control+z");
    await expect(shell.toast("Undone: Harbour crane moved to Qualified")).toBeVisible();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Lead");

    await page.keyboard.press("Control+z");
    await expect(shell.toast("There is nothing to undo.")).toBeVisible();
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");
  });

  test("tells why it was refused, and leaves what someone else wrote", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Yard", industry: "Logistics" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Yard");
    const shell = new Shell(page);
    await record.edit("Industry", "Shipping");
    await expect(shell.toast("Industry of Alder Yard changed")).toBeVisible();
    const { version } = await accountOperations.get(firm.ctx, { id });
    await accountOperations.update(firm.ctx, { id, version, industry: "Ferries" });
    await expect(record.field("Industry")).toContainText("Ferries");
    await page.keyboard.press("Control+z");
    await expect(
      page.getByRole("alert").filter({ hasText: "Industry was changed again in the meantime." }),
    ).toBeVisible();
    await expect(shell.toast(/^Undone/)).toHaveCount(0);
    expect((await accountOperations.get(firm.ctx, { id })).industry).toBe("Ferries");
  });

  test("is for acts of this tab, each once, and stands in the list of shortcuts", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Yard", industry: "Logistics" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Yard");
    const shell = new Shell(page);
    await record.edit("Industry", "Shipping");
    await shell.undo("Industry of Alder Yard changed");
    await expect(record.field("Industry")).toContainText("Logistics");
    await page.keyboard.press("Control+z");
    await expect(shell.toast("There is nothing to undo."), "the button has undone it").toBeVisible();
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).industry).toBe("Logistics");
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(shortcuts.getByText("Undo the last change")).toBeVisible();
  });
});
