import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Firm } from "../../firm";
import { BoardPage } from "../../pages/board";
import { Peek } from "../../pages/peek";
import { Shell } from "../../pages/shell";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

async function people(firm: Firm) {
  const { id: accountId } = await accountOperations.create(firm.ctx, { name: "Alder Ports" });
  const ann = await contactOperations.create(firm.ctx, { name: "Ann Field", jobTitle: "Buyer", accountId });
  await contactOperations.create(firm.ctx, { name: "Bob Hill", lifecycle: "mql" });
  await contactOperations.create(firm.ctx, { name: "Carl Lake", lifecycle: "lead" });
  return ann;
}
const stageOf = async (firm: Firm, id: string) => (await contactOperations.get(firm.ctx, { id })).lifecycle;

test("moves a contact forward by keyboard, back with a reason, and undoes it", async ({ page, firm }) => {
  const { id } = await people(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/contacts?q=l"));
  await page.getByRole("radio", { name: "Board" }).click();
  await expect(page).toHaveURL(/\/contacts\/board\?q=l/);
  const board = new BoardPage(page);
  const card = board.card("Ann Field");
  await expect(card).toContainText("Alder Ports");
  await expect(card).toContainText("Buyer");
  await expect(board.head("Lead")).toHaveText("Lead2");
  await expect(board.head("MQL")).toHaveText("MQL1");

  await card.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await expect(board.announced).toHaveText("Ann Field over position 1 of 2 in MQL.");
  await page.keyboard.press("Space");
  await expect(board.card("Ann Field", "MQL")).toBeFocused();
  await expect(board.head("MQL")).toHaveText("MQL2");
  await expect(board.head("Lead")).toHaveText("Lead1");
  await expect.poll(() => stageOf(firm, id)).toBe("mql");
  await expect.poll(() => board.names("MQL")).toEqual(["Ann Field", "Bob Hill"]);

  const back = page.getByRole("dialog", { name: "Move Ann Field back to Lead" });
  const moveBack = async () => {
    await board.openMenu("Ann Field");
    await page.getByRole("menuitemradio", { name: "Lead", exact: true }).click();
  };
  await test.step("cancelling puts the card back", async () => {
    await moveBack();
    const waiting = page.locator('section[aria-label="Lead"] [data-card]').filter({ hasText: "Ann Field" });
    await expect(waiting, "waits in its new place").toBeVisible();
    await back.getByRole("button", { name: "Cancel" }).click();
    await expect(board.card("Ann Field", "MQL")).toBeVisible();
    await expect(board.announced).toHaveText("Ann Field put back in MQL.");
    expect(await stageOf(firm, id)).toBe("mql");
  });
  await moveBack();
  await back.getByLabel("Reason").fill("The budget was cut.");
  await back.getByRole("button", { name: "Move back" }).click();
  await expect(back).toBeHidden();
  await expect(board.card("Ann Field", "Lead")).toBeVisible();
  await expect
    .poll(async () => (await contactOperations.stays(firm.ctx, { id }))[0])
    .toMatchObject({
      value: "lead",
      reason: "The budget was cut.",
    });
  await new Shell(page).undo("Ann Field moved to Lead");
  await expect(board.card("Ann Field", "MQL")).toBeVisible();
  await expect.poll(() => stageOf(firm, id)).toBe("mql");
  await expect(board.head("MQL")).toHaveText("MQL2");

  await page.getByRole("radio", { name: "List" }).click();
  await expect(page).toHaveURL(/\/contacts\?q=l/);
  await expect(page.getByRole("row", { name: /Ann Field/ })).toContainText("MQL");
});

test("moves with the mouse, shows a contact beside the board, and fits a phone in both themes", async ({
  page,
  firm,
}) => {
  const { id } = await people(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/contacts/board"));
  const board = new BoardPage(page);
  await board.drag(board.card("Ann Field"), board.column("SQL"), { x: 130, y: 90 });
  await board.drop();
  await expect(board.card("Ann Field", "SQL")).toBeVisible();
  await expect.poll(() => stageOf(firm, id)).toBe("sql");
  expect(await serious(page), "light").toEqual([]);

  await board.card("Bob Hill").click();
  const beside = new Peek(page).of("Bob Hill");
  await expect(beside.getByRole("heading", { name: "Bob Hill" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(beside).toBeHidden();

  await page.getByRole("searchbox", { name: "Search contacts by name" }).fill("nobody has this name");
  await expect(page.getByText("No contacts match")).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(board.card("Ann Field", "SQL")).toBeVisible();

  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 375, height: 812 });
  await page.getByRole("navigation", { name: "Columns" }).getByRole("button", { name: "SQL 1" }).click();
  await expect(board.card("Ann Field", "SQL")).toBeVisible();
  expect(await serious(page), "dark, 375").toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(375);
});
