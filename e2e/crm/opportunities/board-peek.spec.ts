import type { Page } from "@playwright/test";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { opportunities, stageOf } from "../../board-opportunities";
import type { Firm } from "../../firm";
import { BoardPage } from "../../pages/board";
import { Peek } from "../../pages/peek";
import { RecordPage } from "../../pages/record";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

async function openBoard(page: Page, firm: Firm) {
  const made = await firm.opportunities(opportunities);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities"));
  const board = new BoardPage(page);
  await expect(board.card("Harbour crane")).toBeVisible();
  return { board, peek: new Peek(page), id: (index: number) => made[index]?.id ?? "" };
}

test.describe("a card beside its board", () => {
  test("opens with a click, follows the keys, and Escape gives the card back", async ({ page, firm }) => {
    const { board, peek, id } = await openBoard(page, firm);
    await board.card("Harbour crane").click();
    await expect(peek.of("Harbour crane").getByRole("heading", { name: "Harbour crane" })).toBeVisible();
    await expect(peek.place("Harbour crane")).toHaveText("1 of 3");
    await expect(page).toHaveURL(new RegExp(`/opportunities\\?.*peek=${id(0)}`));
    expect(await serious(page)).toEqual([]);

    await page.keyboard.press("j");
    await expect(peek.place("Rail survey")).toHaveText("2 of 3");
    await expect(board.card("Rail survey")).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(peek.of("Signal upgrade")).toBeVisible();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("k");
    await expect(page).toHaveURL(new RegExp(`peek=${id(0)}`));

    await test.step("the same from inside the panel", async () => {
      await peek.button("Harbour crane", "Next record").click();
      await expect(peek.place("Rail survey")).toHaveText("2 of 3");
      await page.keyboard.press("j");
      await expect(peek.place("Depot audit")).toHaveText("3 of 3");
      await expect(peek.button("Depot audit", "Next record")).toHaveAttribute("aria-disabled");
      await page.keyboard.press("Escape");
    });
    await expect(peek.of("Depot audit")).toHaveCount(0);
    await expect(page).not.toHaveURL(/peek=/);
    await expect(board.card("Depot audit")).toBeFocused();
  });

  test("its address survives a reload, and Back closes it", async ({ page, firm }) => {
    const { board, peek, id } = await openBoard(page, firm);
    await board.card("Rail survey").focus();
    await page.keyboard.press("Enter");
    await expect(peek.place("Rail survey")).toHaveText("2 of 3");
    // The panel is there before its address.
    await expect(page).toHaveURL(new RegExp(`peek=${id(1)}`));
    await page.reload();
    await expect(peek.place("Rail survey")).toHaveText("2 of 3");
    await page.goBack();
    await expect(page).not.toHaveURL(/peek=/);
    await expect(peek.of("Rail survey")).toHaveCount(0);
    await board.card("Rail survey").click();
    await peek.of("Rail survey").getByRole("link", { name: "Open", exact: true }).click();
    await expect(page).toHaveURL(firm.at(`/opportunities/${id(1)}`));
  });

  test("its edits and moves show on the board", async ({ page, firm }) => {
    const { board, peek, id } = await openBoard(page, firm);
    await board.card("Harbour crane").click();
    await expect(peek.of("Harbour crane").getByRole("heading", { name: "Harbour crane" })).toBeVisible();
    await new RecordPage(page, "Harbour crane").edit("Value", "44,000");
    await expect(board.card("Harbour crane")).toContainText("$44,000");
    await new RecordPage(page, "Harbour crane").stage("Qualified").click();
    await expect(board.card("Harbour crane", "Qualified")).toBeVisible();
    await expect(board.head("Qualified")).toContainText("$64,000");
    await expect(peek.of("Harbour crane")).toBeVisible();
    expect(await stageOf(firm, id(0))).toBe("Qualified");
    expect((await opportunityOperations.get(firm.ctx, { id: id(0) })).amount?.amount).toBe(4_400_000);
  });

  test("opens in a tab of its own with Ctrl", async ({ page, firm }) => {
    const { board, peek, id } = await openBoard(page, firm);
    const opened = page.context().waitForEvent("page");
    await board.card("Harbour crane").click({ modifiers: ["ControlOrMeta"] });
    const tab = await opened;
    await expect(tab).toHaveURL(firm.at(`/opportunities/${id(0)}`));
    await expect(peek.of("Harbour crane")).toHaveCount(0);
    await expect(page).not.toHaveURL(/peek=/);
  });
});
