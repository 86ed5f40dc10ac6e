import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { BoardPage } from "../../pages/board";
import { ListPage } from "../../pages/list";
import { expect, signIn, test } from "../../test";

test.describe("after one has created an opportunity", () => {
  test("the board goes on to show what others do", async ({ page, firm }) => {
    await firm.opportunities([{ name: "There before", stage: "Lead" }]);
    const darcel = await firm.join("admin", "Darcel Schlecht");
    const stages = await firm.stages();
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    await board
      .column("Qualified")
      .getByRole("button", { name: /^New|^Add/ })
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Rail survey");
    await dialog.getByRole("button", { name: "Create opportunity" }).click();
    await expect(board.card("Rail survey", "Qualified")).toBeVisible();

    const stageId = stages.get("Qualified")?.id;
    const { id, version } = await createOpportunity(darcel.ctx, { name: "Theirs", stageId });
    await expect(board.card("Theirs", "Qualified")).toBeVisible();
    await opportunityOperations.archive(darcel.ctx, { id, version });
    await expect(board.card("Theirs")).toHaveCount(0);
  });

  test("the list goes on to show what others do", async ({ page, firm }) => {
    await firm.opportunities([{ name: "There before", stage: "Lead" }]);
    const darcel = await firm.join("admin", "Darcel Schlecht");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/list?new=true"));
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Rail survey");
    await dialog.getByRole("button", { name: "Create opportunity" }).click();
    await expect(page.getByRole("heading", { name: "Rail survey" })).toBeVisible();
    await page.goBack();
    const list = new ListPage(page, "Opportunities");
    await expect(list.row("There before")).toBeVisible();
    await createOpportunity(darcel.ctx, { name: "Theirs" });
    await expect(list.row("Theirs")).toBeVisible();
  });
});
