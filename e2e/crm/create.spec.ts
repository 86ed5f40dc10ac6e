import { expect, type Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { BoardPage } from "../pages/board";
import { Shell } from "../pages/shell";
import { signIn, test } from "../test";

const kinds = [
  { noun: "account", path: "/accounts", name: "Alder Ports" },
  { noun: "opportunity", path: "/opportunities", name: "Harbour crane" },
  { noun: "product", path: "/products", name: "Quay lights" },
] as const;
type Kind = (typeof kinds)[number];

const dialogOf = (page: Page, { noun }: Pick<Kind, "noun">) => page.getByRole("dialog", { name: `New ${noun}` });

/** Fills in the dialog, and checks that the record's own page opens. */
async function create(page: Page, kind: Kind): Promise<string> {
  const dialog = dialogOf(page, kind);
  await dialog.getByLabel("Name", { exact: true }).fill(kind.name);
  await dialog.getByRole("button", { name: `Create ${kind.noun}` }).click();
  await expect(page).toHaveURL(new RegExp(`${kind.path}/[0-9a-f-]{36}$`));
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: kind.name })).toBeVisible();
  return page.url().slice(-36);
}

test.describe("a new record", () => {
  for (const kind of kinds)
    test(`is made by the button of ${kind.path}, and its page opens`, async ({ page, firm }) => {
      await firm.opportunities([{ name: "There before", stage: "Lead" }]);
      await signIn(page, firm.owner);
      await page.goto(firm.at(kind.path));
      await page
        .getByRole("button", { name: `New ${kind.noun}`, exact: true })
        .first()
        .click();
      await create(page, kind);
    });

  test("asks for every field that it must have, and goes to the one that is missing", async ({ page, firm }) => {
    const settings = { inForm: false, options: [{ value: "gold", label: "Gold" }] };
    await createCustomField(firm.ctx, { entity: "account", kind: "choice", label: "Tier", required: true, settings });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    await page.getByRole("button", { name: "New account", exact: true }).first().click();
    const dialog = dialogOf(page, kinds[0]);
    await dialog.getByLabel("Name", { exact: true }).fill(kinds[0].name);
    await dialog.getByRole("button", { name: "Create account" }).click();
    await expect(dialog.getByRole("combobox", { name: "Tier" })).toBeFocused();
    await expect(dialog.getByText("This cannot be empty.")).toBeInViewport();
  });

  test("is made from the command menu, wherever one is", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    const shell = new Shell(page);
    await page.goto(firm.at("/settings/general"));
    // The second time on the page of the first record.
    for (const kind of [kinds[1], kinds[0]]) {
      await shell.openCommands();
      await shell.commands.getByRole("combobox").fill(`new ${kind.noun}`);
      await page.keyboard.press("Enter");
      await create(page, kind);
    }
  });

  test("is made by the Create button of a phone", { tag: "@phone" }, async ({ page, firm }) => {
    await signIn(page, firm.owner);
    const shell = new Shell(page);
    await page.goto(firm.at("/settings"));
    await page.getByRole("button", { name: "Create" }).tap();
    await expect(shell.commands.getByRole("option")).toContainText(["New account", "New opportunity", "New product"]);
    await shell.commands.getByRole("option", { name: "New opportunity" }).tap();
    await create(page, kinds[1]);
  });

  test("is put into the pipeline that the board shows, and into the column whose + was pressed", async ({
    page,
    firm,
  }) => {
    const stages = [
      { name: "Found", type: "open" as const },
      { name: "Called", type: "open" as const },
      { name: "Sold", type: "won" as const },
      { name: "Gone", type: "lost" as const },
    ];
    const hunting = await createPipeline(firm.ctx, { name: "Hunting", stages });
    await firm.opportunities([{ name: "There before", stage: "Lead" }]);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities?pipeline=${hunting.id}`));
    const dialog = dialogOf(page, { noun: "opportunity" });
    await page.getByRole("button", { name: "New opportunity", exact: true }).first().click();
    const id = await create(page, kinds[1]);
    expect((await opportunityOperations.get(firm.ctx, { id })).pipeline.name).toBe("Hunting");

    await page.goto(firm.at(`/opportunities?pipeline=${hunting.id}`));
    const board = new BoardPage(page);
    await board
      .column("Called")
      .getByRole("button", { name: /^New|^Add/ })
      .click();
    await dialog.getByLabel("Name", { exact: true }).fill("Rail survey");
    await dialog.getByRole("button", { name: "Create opportunity" }).click();
    await expect(board.card("Rail survey", "Called")).toBeVisible();
    await expect(page).toHaveURL(firm.at(`/opportunities?pipeline=${hunting.id}`));
    const { rows } = await opportunityOperations.list(firm.ctx, { q: "Rail survey" });
    expect(rows.map((row) => row.stage.name)).toEqual(["Called"]);
  });

  test("keeps what is pressed after a date in its place", async ({ page, firm }) => {
    await firm.opportunities([{ name: "There before", stage: "Lead" }]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/list?new=true"));
    const dialog = dialogOf(page, { noun: "opportunity" });
    await dialog.getByLabel(/^Close date|^Expected close/).fill("tomorrow");
    const submit = dialog.getByRole("button", { name: "Create opportunity" });
    const before = await submit.boundingBox();
    await dialog.getByLabel("Name", { exact: true }).focus();
    expect(await submit.boundingBox()).toEqual(before);
  });

  test("is not lost by a click beside its dialog; Esc asks", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const dialog = dialogOf(page, { noun: "account" });
    const button = page.getByRole("button", { name: "New account", exact: true }).first();
    await button.click();
    await expect(dialog).toBeVisible();
    // The panel beside it handles events a moment after it is shown.
    await test.step("an empty one closes by a click beside it", () =>
      expect(async () => {
        if (await dialog.isVisible()) await page.mouse.click(5, 5);
        await expect(dialog).toBeHidden({ timeout: 2_000 });
      }).toPass());

    await button.click();
    await expect(dialog).toBeVisible();
    const name = dialog.getByLabel("Name", { exact: true });
    await name.fill("Alder Ports");
    await page.mouse.click(5, 5);
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Discard your changes?" });
    await question.getByRole("button", { name: "Keep editing" }).click();
    await expect(name).toHaveValue("Alder Ports");
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Discard" }).click();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(firm.at("/accounts"));
    expect((await accountOperations.list(firm.ctx, {})).total).toBe(0);
  });
});
