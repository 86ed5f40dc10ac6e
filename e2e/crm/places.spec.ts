import { importFiles } from "../imported";
import { BoardPage } from "../pages/board";
import { ListPage } from "../pages/list";
import { scrollTo } from "../scroll";
import { expect, signIn, test } from "../test";

const rows = (count: number) => Array.from({ length: count }, (_, row) => String(row).padStart(3, "0"));

test.describe("return from a record", () => {
  test("finds the list where it was", async ({ page, firm }) => {
    const names = rows(150).map((row) => `Firm ${row}`);
    await importFiles(firm.ctx, { "firms.csv": `Company\n${names.join("\n")}\n` });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?sort=name"));
    const list = new ListPage(page, "Accounts");
    const scroller = list.grid.locator("..");
    await scrollTo(scroller, list.row("Firm 075"));
    await list.row("Firm 075").getByRole("link").click();
    await expect(page.getByRole("heading", { name: "Firm 075" })).toBeVisible();
    await page.goBack();
    await expect(list.row("Firm 075")).toBeInViewport();
    expect(await scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(1_800);
  });

  test("finds a column of the board where it was, as deep as it was loaded", async ({ page, firm }) => {
    const opportunities = rows(70).map((row) => `${row},Opportunity ${row},Lead`);
    await importFiles(firm.ctx, { "deals.csv": ["deal id,name,stage", ...opportunities].join("\n") });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities?sort=name"));
    const board = new BoardPage(page);
    const scroller = board.column("Lead").locator("ul").locator("..");
    await scrollTo(scroller, board.card("Opportunity 050"));
    await board.card("Opportunity 050").click();
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Opportunity 050", level: 1 })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Opportunity 050", level: 2 })).toBeVisible();
    await expect(board.card("Opportunity 050")).toBeInViewport();

    await test.step("and stays there when the board has become another one meanwhile", async () => {
      await firm.opportunities([{ name: "Fresh opportunity", stage: "Proposal" }]);
      const asked = page.waitForResponse((response) => response.url().includes("opportunities.boardColumn"));
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
      await asked;
      await expect(board.card("Fresh opportunity", "Proposal")).toBeVisible();
      await expect(board.card("Opportunity 050")).toBeInViewport();
    });
  });
});
