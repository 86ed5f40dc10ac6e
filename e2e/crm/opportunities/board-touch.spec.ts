import { opportunities, stageOf } from "../../board-opportunities";
import { BoardPage, middleOf } from "../../pages/board";
import { expect, signIn, test } from "../../test";

test.describe("the board under a finger", () => {
  test("moves an opportunity by touch: a long press lifts it", { tag: "@phone" }, async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await expect(board.card("Harbour crane")).toBeVisible();
    const from = await middleOf(board.card("Harbour crane"));
    const target = page.getByRole("navigation", { name: "Columns" }).getByRole("button", { name: /^Qualified/ });
    const to = await middleOf(target);

    const touch = await page.context().newCDPSession(page);
    const send = (type: "touchStart" | "touchMove" | "touchEnd", at?: { x: number; y: number }) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
    await send("touchStart", from);
    await expect(page.locator("[data-lifted]")).toBeVisible();
    for (const share of [0.2, 0.5, 0.8, 1])
      await send("touchMove", { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    await expect(target).toHaveAttribute("data-over");
    await expect(board.column("Qualified")).toBeVisible();
    await send("touchEnd");

    await expect(board.card("Harbour crane", "Qualified")).toBeVisible();
    await expect(board.head("Qualified")).toContainText("$60,000");
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
  });

  test("moves an opportunity by its menu, without a long press", { tag: "@phone" }, async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await board.live.getByRole("button", { name: "Move Harbour crane", exact: true }).tap();
    await page.getByRole("menuitemradio", { name: "Qualified" }).tap();
    await expect(board.card("Harbour crane")).toHaveCount(0);
    await expect(board.card("Rail survey"), "goes on with the column").toBeFocused();
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");
    await expect(page.getByRole("button", { name: "Qualified 2", exact: true })).toBeVisible();
  });

  test("a closed stage shows its opportunities when it is chosen", { tag: "@phone" }, async ({ page, firm }) => {
    await firm.opportunities([...opportunities, { name: "Quay lights", stage: "Closed Won", amount: 900 }]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    await page.getByRole("navigation", { name: "Columns" }).getByRole("button", { name: "Closed Won 1" }).tap();
    await expect(new BoardPage(page).card("Quay lights", "Closed Won")).toBeVisible();
  });

  test("a short touch scrolls or opens, it lifts nothing", { tag: "@phone" }, async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    await new BoardPage(page).card("Harbour crane").tap();
    await expect(page).toHaveURL(firm.at(`/opportunities/${crane?.id}`));
  });
});
