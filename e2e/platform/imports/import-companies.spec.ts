import { accountOperations } from "@/modules/crm/accounts/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const rows = [
  "Company name,City",
  "Ostwind,Kiel",
  "Nordlicht AG,Bremen",
  "Nordlicht,Bremen",
  "Suedbau,Ulm",
  "Hafen,Emden",
  "Werft AG,Kiel",
  "Werft GmbH,Bremen",
];

for (const width of [375, 1440])
  test(`companies of nearly one name are shown and joined on request, ${width} px wide`, async ({ page, firm }) => {
    for (const name of ["Ostwind GmbH", "Hafen Ltd."]) await accountOperations.create(firm.ctx, { name });
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.chooseBytes("companies.csv", Buffer.from(rows.join("\n")));
    await wizard.columns();
    const fix = page.getByRole("region", { name: "Fix values" });
    if (width < 600) await wizard.button("Fix values").click();
    await expect(fix).toContainText("4 values of Name are similar to others");
    await expect(fix).toContainText("“Ostwind” is probably the same account as “Ostwind GmbH”.");
    await expect(fix.getByRole("button", { name: "Leave empty" })).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    await fix.getByRole("button", { name: "Keep Hafen" }).click();
    await expect(fix).toContainText("1 value may be another company: decide it below.");
    await fix.getByRole("button", { name: "Use 2 suggestions" }).click();
    await expect(fix).toContainText("“Werft AG” is probably the same account as “Werft GmbH”.");
    await expect(fix.getByRole("button", { name: /^Undo the decision about/ })).toHaveCount(3);
    await wizard.preview();
    await wizard.run();
    const { rows: found } = await accountOperations.list(firm.ctx, {});
    expect(found.map(({ name }) => name).toSorted()).toEqual([
      "Hafen",
      "Hafen Ltd.",
      "Nordlicht AG",
      "Ostwind GmbH",
      "Suedbau",
      "Werft AG",
      "Werft GmbH",
    ]);
  });
