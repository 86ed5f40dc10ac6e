import { stageOf } from "../../board-opportunities";
import { hold } from "../../hold";
import { BoardPage } from "../../pages/board";
import { expect, signIn, test } from "../../test";

test("a column that is opened while the board is loaded anew keeps its cards, and the open menu of a card", async ({
  page,
  firm,
}) => {
  const [, before] = await firm.opportunities([
    { name: "Won lately", stage: "Closed Won", amount: 700 },
    { name: "Won before", stage: "Closed Won", amount: 300 },
  ]);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const board = new BoardPage(page);
  const opening = await hold(page, "opportunities.boardColumn");
  await board.collapsed("Closed Won").click();
  await expect.poll(() => opening.held.length).toBe(1);
  const anew = await hold(page, "opportunities.board");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await expect.poll(() => anew.held.length).toBeGreaterThan(0);
  opening.release();
  await board.openMenu("Won before");
  const choice = page.getByRole("menuitemradio", { name: "Closed Won" });
  await expect(choice).toBeChecked();

  const again = await hold(page, "opportunities.boardColumn");
  anew.release();
  await expect.poll(() => again.held.length, "the answer had no cards of the column").toBeGreaterThan(0);
  // By its element: everything beside an open menu is hidden from roles.
  await expect(page.locator("[data-card]").filter({ hasText: "Won lately" })).toBeVisible();
  await expect(choice).toBeVisible();
  again.release();
  await page.getByRole("menuitemradio", { name: "Proposal" }).click();
  await expect(board.card("Won before", "Proposal")).toBeVisible();
  await expect.poll(() => stageOf(firm, before?.id ?? "")).toBe("Proposal");
  await expect(board.card("Won lately", "Closed Won")).toBeVisible();
});
