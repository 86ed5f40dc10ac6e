import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const rows = [
  "Deal ID,Deal Name,Pipeline,Deal Stage,Lost reason",
  "D1,Lease renewal,Renewals,Lost,Moved abroad",
  "D2,Support plan,Renewals,Contract sent,",
  "D3,Reseller Alba,Partners,First talk,",
  "D4,Reseller Brugge,Partners,Lost,Too small",
  "D5,New press,,Lead,",
  "D6,Old press,,Closed Lost,Too small",
  "D7,Small press,,Closed Lost,Went bankrupt",
];

for (const width of [375, 1440])
  test(`pipelines, stages and loss reasons of a file are added by two answers, ${width} px wide`, async ({
    page,
    firm,
  }) => {
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.chooseBytes("deals.csv", Buffer.from(rows.join("\n")));
    await wizard.columns();
    const fix = page.getByRole("region", { name: "Fix values" });
    if (width < 600) await wizard.button("Fix values").click();
    await expect(fix).toContainText("2 values of Pipeline do not exist yet");
    await wizard.button("Create them").click();
    await expect(fix).not.toContainText("of Pipeline do not exist yet");
    // Two loss reasons are still open: the default pipeline does not have them.
    await expect(fix.getByText("is not among your loss reasons")).toHaveCount(2);
    await page.getByRole("combobox", { name: "All loss reasons that do not exist yet" }).click();
    await page.getByRole("option", { name: "Create 2 new loss reasons" }).click();
    await expect(fix.getByRole("button", { name: /^Change the decision about/ })).toHaveCount(2);
    await wizard.preview();
    await wizard.run();
    const { rows: found } = await opportunityOperations.list(firm.ctx, {});
    const places = found.map(({ name, pipelineId, lossReason }) => [name, pipelineId, lossReason?.name ?? null]);
    const pipelines = new Map((await listPipelines(firm.ctx, {})).map(({ id, name }) => [id, name]));
    expect(places.map(([name, id, reason]) => `${name}: ${pipelines.get(id ?? "")}, ${reason}`).toSorted()).toEqual([
      "Lease renewal: Renewals, Moved abroad",
      "New press: Sales, null",
      "Old press: Sales, Too small",
      "Reseller Alba: Partners, null",
      "Reseller Brugge: Partners, Too small",
      "Small press: Sales, Went bankrupt",
      "Support plan: Renewals, null",
    ]);
  });
