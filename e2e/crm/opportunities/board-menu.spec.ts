import { opportunities, stageOf } from "../../board-opportunities";
import { BoardPage, middleOf } from "../../pages/board";
import { expect, signIn, test } from "../../test";

test.describe("the menu of a card", () => {
  test("moves an opportunity without dragging, by its menu", async ({ page, firm }) => {
    const [crane] = await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const choose = async (action: string, role: "menuitem" | "menuitemradio" = "menuitem") =>
      page.getByRole(role, { name: action, exact: true }).click();

    await board.openMenu("Harbour crane");
    await expect(page.getByRole("menuitem", { name: "Move up" })).toBeDisabled();
    const moved = page.waitForResponse((response) => response.url().includes("opportunities.move"));
    await choose("Move down");
    await expect(board.announced).toHaveText("Harbour crane dropped at position 2 of 3 in Lead.");
    await expect(board.card("Harbour crane")).toBeFocused();
    await moved;
    await expect(async () => {
      await page.reload();
      await expect(board.card("Depot audit")).toBeVisible();
      expect(await board.names("Lead")).toEqual(["Rail survey", "Harbour crane", "Depot audit"]);
    }).toPass();

    await board.openMenu("Harbour crane");
    await choose("Qualified", "menuitemradio");
    await expect(board.card("Harbour crane", "Qualified")).toBeFocused();
    await expect(board.head("Qualified")).toContainText("$60,000");
    await expect.poll(() => stageOf(firm, crane?.id ?? "")).toBe("Qualified");

    await page.goto(firm.at("/opportunities?sort=amount"));
    await board.openMenu("Depot audit");
    await choose("Qualified", "menuitemradio");
    await board.openMenu("Rail survey");
    await choose("Qualified", "menuitemradio");
    await expect
      .poll(() => board.names("Qualified"))
      .toEqual(["Depot audit", "Rail survey", "Signal upgrade", "Harbour crane"]);
    await board.openMenu("Harbour crane");
    await expect(page.getByRole("menuitem", { name: "Move up" })).toHaveCount(0);
    await choose("Closed Lost", "menuitemradio");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await expect(board.card("Harbour crane", "Qualified")).toBeVisible();
    await expect(board.announced).toHaveText("Harbour crane put back in Qualified.");
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Qualified");
  });

  test("gives the focus to the card whose menu is left, and does not take it back from who types", async ({
    page,
    firm,
  }) => {
    await firm.opportunities(opportunities);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    for (const time of ["first", "second"]) {
      await board.openMenu("Rail survey");
      await page.keyboard.press("Escape");
      await expect(board.card("Rail survey"), time).toBeFocused();
    }
    const search = page.getByRole("searchbox", { name: "Search opportunities by name" });
    await search.pressSequentially("rail");
    await expect(search).toHaveValue("rail");
    await expect(board.card("Depot audit")).toHaveCount(0);
    await expect(search).toBeFocused();
  });

  test("shows who may not move an opportunity so before they try, on its card and on its page", async ({
    firm,
    browserOf,
  }) => {
    const [crane] = await firm.opportunities(opportunities);
    const page = await browserOf(await firm.join("viewer"));
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const card = board.card("Harbour crane", "Lead");
    const why =
      "You can read this opportunity but not change it. The role Viewer does not allow it. Ask an owner or admin of the workspace.";
    await expect(card.getByRole("img", { name: "Locked" })).toHaveAttribute("title", why);
    await expect(card).toHaveAccessibleDescription(`Press Enter to open the card. ${why}`);
    await card.hover();
    await expect(board.live.getByRole("button", { name: "Move Harbour crane" })).toHaveCount(0);
    const from = await middleOf(card);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 20, { steps: 5 });
    await expect(page.locator("[data-lifted]")).toHaveCount(0);
    await page.mouse.up();
    await card.focus();
    await page.keyboard.press("Space");
    await expect(board.announced).toHaveText(why);
    await page.goto(firm.at(`/opportunities/${crane?.id}`));
    await expect(page.getByText(why)).toBeVisible();
    await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(0);
    expect(await stageOf(firm, crane?.id ?? "")).toBe("Lead");
  });
});
