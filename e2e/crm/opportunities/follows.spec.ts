import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { failing } from "../../failing";
import { BoardPage } from "../../pages/board";
import { ListPage } from "../../pages/list";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

/** Opens the form of the column Lead. */
async function openForm(board: BoardPage) {
  await board.page.getByRole("button", { name: "New opportunity in Lead" }).click();
  const dialog = board.page.getByRole("dialog", { name: "New opportunity" });
  await expect(dialog).toBeVisible();
  return {
    dialog,
    name: dialog.getByLabel("Name", { exact: true }),
    save: () => dialog.getByRole("button", { name: "Create opportunity" }).click(),
    discard: async () => {
      await board.page.keyboard.press("Escape");
      await board.page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
      await expect(dialog).toBeHidden();
    },
  };
}

async function fromColumn(board: BoardPage, name: string): Promise<void> {
  const form = await openForm(board);
  await expect(form.name, "nothing is left of an earlier one").toHaveValue("");
  await form.name.fill(name);
  await form.save();
  await expect(board.card(name, "Lead")).toBeVisible();
}

/** Back on the board after the form has led to the page of the new record. */
async function backFrom(board: BoardPage, name: string): Promise<void> {
  await expect(board.page.getByRole("heading", { name })).toBeVisible();
  await board.page.goBack();
  await expect(board.card(name)).toBeVisible();
}

const ways: Record<string, (board: BoardPage) => Promise<void>> = {
  "in a column, twice": async (board) => {
    await fromColumn(board, "Column one");
    await fromColumn(board, "Column two");
  },
  "by the button of the page": async (board) => {
    await board.page.getByRole("button", { name: "New opportunity", exact: true }).first().click();
    const dialog = board.page.getByRole("dialog", { name: "New opportunity" });
    await dialog.getByLabel("Name", { exact: true }).fill("By button");
    await dialog.getByRole("button", { name: "Create opportunity" }).click();
    await backFrom(board, "By button");
  },
  "by the command menu": async (board) => {
    await new Shell(board.page).openCommands();
    await board.page.keyboard.type("new opportunity");
    await board.page.getByRole("option", { name: /New opportunity/ }).click();
    const dialog = board.page.getByRole("dialog", { name: "New opportunity" });
    await dialog.getByLabel("Name", { exact: true }).fill("By command");
    await dialog.getByRole("button", { name: "Create opportunity" }).click();
    await backFrom(board, "By command");
  },
  "after a refused attempt": async (board) => {
    const form = await openForm(board);
    await form.save();
    await form.name.fill("Second attempt");
    await form.save();
    await expect(board.card("Second attempt")).toBeVisible();
  },
  "after a failure of the server": async (board) => {
    const mend = await failing(board.page, "opportunities.create");
    const form = await openForm(board);
    await form.name.fill("Failed first");
    await form.save();
    await expect(form.dialog.getByText(/went wrong/)).toBeVisible();
    await mend();
    await form.save();
    await expect(board.card("Failed first")).toBeVisible();
  },
  "not at all: a failure, then what was typed is discarded": async (board) => {
    const mend = await failing(board.page, "opportunities.create");
    const form = await openForm(board);
    await form.name.fill("Never made");
    await form.save();
    await expect(form.dialog.getByText(/went wrong/)).toBeVisible();
    await form.discard();
    await mend();
  },
  "not at all: Escape without a word": async (board) => {
    const form = await openForm(board);
    await board.page.keyboard.press("Escape");
    await expect(form.dialog).toBeHidden();
  },
  "with an account and a description": async (board) => {
    const form = await openForm(board);
    await form.name.fill("With more");
    await form.dialog.getByRole("combobox", { name: /Account/ }).click();
    await board.page
      .getByPlaceholder("Find an account")
      .or(board.page.getByRole("dialog").getByRole("combobox"))
      .last()
      .fill("Alder");
    await board.page.getByRole("option", { name: "Alder Ports" }).click();
    await form.save();
    await expect(board.card("With more")).toBeVisible();
  },
  "and dragged": async (board) => {
    await fromColumn(board, "Dragged");
    await board.drag(board.card("Dragged"), board.column("Proposal"), { x: 130, y: 120 });
    await board.drop();
    await expect(board.card("Dragged", "Proposal")).toBeVisible();
  },
  "and moved by its menu": async (board) => {
    await fromColumn(board, "By menu");
    await board.openMenu("By menu");
    await board.page.getByRole("menuitemradio", { name: "Proposal" }).click();
    await expect(board.card("By menu", "Proposal")).toBeVisible();
  },
  "and opened beside the board": async (board) => {
    await fromColumn(board, "Beside");
    await board.card("Beside").click();
    await expect(board.page.getByRole("link", { name: "Open", exact: true })).toBeVisible();
    await board.page.keyboard.press("Escape");
  },
  "and seen as a list in between": async (board) => {
    await fromColumn(board, "Way back");
    await board.page.getByRole("radio", { name: "List" }).click();
    await expect(new ListPage(board.page, "Opportunities").row("Way back")).toBeVisible();
    await board.page.getByRole("radio", { name: "Board" }).click();
    await expect(board.card("Way back")).toBeVisible();
  },
  "while the board is searched": async (board) => {
    // Something is found: a search for nothing has no columns.
    await board.page.getByRole("searchbox", { name: "Search opportunities by name" }).fill("rail");
    await expect(board.card("There before")).toHaveCount(0);
    await expect(board.card("Long on rails", "Lead")).toBeVisible();
    await fromColumn(board, "Brought by rail");
  },
};

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

test("the board goes on to show what others do, however one created or gave up", async ({ page, firm }) => {
  await firm.account({ name: "Alder Ports" });
  await firm.opportunities([
    { name: "There before", stage: "Lead" },
    { name: "Long on rails", stage: "Lead" },
  ]);
  const darcel = await firm.join("admin", "Darcel Schlecht");
  const stageId = (await firm.stages()).get("Qualified")?.id;
  await signIn(page, firm.owner);
  const board = new BoardPage(page);
  for (const [way, create] of Object.entries(ways))
    await test.step(way, async () => {
      // A new page: what one way left behind must not be the fault of the next.
      await page.goto(firm.at("/opportunities"));
      await expect(board.column("Lead")).toBeVisible();
      await create(board);
      const { id, version } = await createOpportunity(darcel.ctx, { name: `Rail ${way}`, stageId });
      await expect(board.card(`Rail ${way}`, "Qualified")).toBeVisible();
      await opportunityOperations.archive(darcel.ctx, { id, version });
      await expect(board.card(`Rail ${way}`)).toHaveCount(0);
    });
});
