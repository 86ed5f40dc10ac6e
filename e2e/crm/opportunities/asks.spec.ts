import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { BoardPage } from "../../pages/board";
import { ListPage } from "../../pages/list";
import { RecordPage } from "../../pages/record";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test.describe("an opportunity without a value", () => {
  test("is asked for it when it is dropped on Won, and from its menu; Cancel puts it back", async ({ page, firm }) => {
    const [crane] = await firm.opportunities([
      { name: "Harbour crane", stage: "Lead" },
      { name: "Depot audit", stage: "Lead", amount: 5_000 },
    ]);
    const now = () => opportunityOperations.get(firm.ctx, { id: crane?.id ?? "" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const dialog = page.getByRole("dialog", { name: "Mark Harbour crane as won?" });
    await board.drag(board.card("Harbour crane"), board.collapsed("Closed Won"));
    await board.drop();
    await expect(dialog.getByRole("button", { name: "Win without a value" })).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(board.card("Harbour crane", "Lead")).toBeVisible();
    expect((await now()).status).toBe("open");

    await board.openMenu("Harbour crane");
    await page.getByRole("menuitemradio", { name: "Closed Won" }).click();
    await dialog.getByRole("textbox", { name: /Value/ }).fill("4200");
    await dialog.getByRole("button", { name: "Mark as won" }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(now).toMatchObject({ status: "won", amount: { amount: 420_000, currency: "USD" } });
    await new Shell(page).undo("Harbour crane moved to Closed Won");
    await expect.poll(now).toMatchObject({ status: "open", amount: null });

    // Coming back, the card moves the other one.
    await expect(board.card("Harbour crane", "Lead")).toBeVisible();
    await board.drag(board.card("Depot audit"), board.collapsed("Closed Won"));
    await board.drop();
    await expect(board.collapsed("Closed Won")).toHaveAccessibleName(/^Open Closed Won 1 /);
  });

  test("is asked on its page, and in the list once for all that are selected", async ({ page, firm }) => {
    const [crane, survey] = await firm.opportunities([
      { name: "Harbour crane", stage: "Lead" },
      { name: "Rail survey", stage: "Lead", amount: 10_000 },
    ]);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${crane?.id}`));
    await page.getByRole("button", { name: "Mark as won" }).click();
    const dialog = page.getByRole("dialog", { name: "Mark Harbour crane as won?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Mark as won" }).click();
    await dialog.getByRole("button", { name: "Win without a value" }).click();
    await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
    await new Shell(page).undo("Harbour crane moved to Closed Won");
    await expect
      .poll(async () => (await opportunityOperations.get(firm.ctx, { id: crane?.id ?? "" })).status)
      .toBe("open");

    await page.goto(firm.at("/opportunities/list"));
    const list = new ListPage(page, "Opportunities");
    await expect(list.rows).toHaveCount(2);
    await page.keyboard.press("ControlOrMeta+a");
    const win = async () => {
      await list.bulk.getByRole("button", { name: "Move stage" }).click();
      await page.getByRole("option", { name: "Closed Won" }).click();
    };
    const question = page.getByRole("alertdialog", { name: "Move 2 opportunities to Closed Won?" });
    await win();
    await expect(question).toContainText("1 of 2 has no value");
    await question.getByRole("button", { name: "Cancel" }).click();
    expect((await opportunityOperations.get(firm.ctx, { id: survey?.id ?? "" })).status).toBe("open");
    await win();
    await question.getByRole("button", { name: "Move to Closed Won" }).click();
    await new Shell(page).keep("2 opportunities moved to Closed Won");
    expect((await opportunityOperations.get(firm.ctx, { id: survey?.id ?? "" })).status).toBe("won");
  });
});

test.describe("the domain of another account", () => {
  test("is told in the form and at the field, with the way there; saving goes on", async ({ page, firm }) => {
    const globex = await firm.account({ name: "Globex", domain: "globex.example" });
    const other = await firm.account({ name: "Initech" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    await page.getByRole("button", { name: "New account" }).click();
    const dialog = page.getByRole("dialog", { name: "New account" });
    await dialog.getByLabel("Name", { exact: true }).fill("Globex Ltd");
    await dialog.getByRole("textbox", { name: "Domain" }).fill("www.globex.example");
    await expect(dialog.getByText("Globex already uses this domain.")).toBeVisible();
    await expect(dialog.getByRole("link", { name: "Globex" })).toHaveAttribute(
      "href",
      firm.at(`/accounts/${globex.id}`),
    );
    await dialog.getByRole("button", { name: "Create account" }).click();
    await expect(dialog).toBeHidden();

    await page.goto(firm.at(`/accounts/${other.id}`));
    const record = new RecordPage(page, "Initech");
    await record.edit("Domain", "globex.example");
    await expect(new Shell(page).toast("Globex already uses this domain.")).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Globex already uses this domain." })).toBeVisible();
    expect((await accountOperations.get(firm.ctx, { id: other.id })).domain).toBe("globex.example");
  });
});

test("a pipeline with open opportunities is archived only when it is said where they go", async ({ page, firm }) => {
  const renewals = await createPipeline(firm.ctx, { name: "Renewals" });
  await createPipeline(firm.ctx, { name: "Idle" });
  const lead = renewals.stages.find((stage) => stage.name === "Lead");
  const opportunity = await createOpportunity(firm.ctx, { name: "Licence", stageId: lead?.id ?? "" });
  const settings = new SettingsPages(page);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/pipelines"));
  await page.getByRole("tab", { name: "Idle" }).click();
  await settings.act("Idle", "Archive pipeline");
  await new Shell(page).undo("Idle archived");
  await expect(page.getByRole("tab", { name: "Idle" })).toBeVisible();

  await page.getByRole("tab", { name: "Renewals" }).click();
  await settings.act("Renewals", "Archive pipeline");
  await expect(settings.dialog).toContainText("1 open opportunity goes to another pipeline.");
  await settings.dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await opportunityOperations.get(firm.ctx, { id: opportunity.id })).pipeline.name).toBe("Renewals");
  await settings.act("Renewals", "Archive pipeline");
  await expect(page.getByRole("combobox", { name: "They go to the pipeline" })).toHaveText("Sales");
  await settings.select("Lead", "Proposal");
  await settings.confirm("Archive pipeline");
  await expect(page.getByRole("tab", { name: "Renewals" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Archived pipelines" })).toContainText("Renewals");
  expect(await opportunityOperations.get(firm.ctx, { id: opportunity.id })).toMatchObject({
    pipeline: { name: "Sales" },
    stage: { name: "Proposal" },
  });
});
