import { importFiles } from "../../imported";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const first = "Company,Branch code,City\nAlder Ports,Rail,Bonn\nBrook Rail,Sea,Rome\n";
const next = "City,Company,Branch code,Extra\nParis,Cove Lines,Air,1\nBonn,Alder Ports,Road,2\n";

for (const width of [375, 1440])
  test(`a mapping is saved, used for the next file, renamed and deleted, ${width} px wide`, async ({ page, firm }) => {
    await importFiles(firm.ctx, { "old.csv": "Company\nAlder Ports\n" });
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    const wizard = new ImportWizard(page);
    const fits = async () =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    const columns = async (name: string, content: string) => {
      await page.goto(firm.at("/settings/imports/new"));
      await wizard.chooseBytes(name, Buffer.from(content));
      await wizard.columns();
    };
    const save = async (before: string, name: string) => {
      await wizard.button("Save mapping").click();
      const dialog = page.getByRole("dialog", { name: "Save mapping" });
      await expect(dialog.getByLabel("Name")).toHaveValue(before);
      await dialog.getByLabel("Name").fill(name);
      await dialog.getByRole("button", { name: "Save mapping" }).click();
      await expect(dialog).toHaveCount(0);
    };
    const industry = page.getByRole("combobox", { name: "Field for Branch code" });

    await test.step("the empty list says what saved mappings are for", async () => {
      await page.goto(firm.at("/settings/imports"));
      await page.getByRole("link", { name: "Saved mappings" }).click();
      await expect(page.getByRole("heading", { name: "No saved mappings yet" })).toBeVisible();
    });
    await test.step("a file is matched, and its mapping saved", async () => {
      await columns("march.csv", first);
      await industry.click();
      await page.getByRole("option", { name: "Industry", exact: true }).click();
      await page.getByRole("combobox", { name: "Existing accounts", exact: true }).click();
      await page.getByRole("option", { name: "Skip the row" }).click();
      await save("march", "Monthly firms");
      await fits();
    });
    await test.step("the next file, with more columns in another order, is matched by one click", async () => {
      await columns("april.csv", next);
      await expect(page.getByText("The saved mapping Monthly firms fits this file")).toBeVisible();
      await fits();
      await wizard.button("Use mapping").click();
      await expect(page.getByText("Matched by the saved mapping Monthly firms")).toBeVisible();
      await expect(industry).toContainText("Industry");
      await expect(page.getByRole("combobox", { name: "Existing accounts", exact: true })).toContainText(
        "Skip the row",
      );
      await save("Monthly firms", "Other firms");
      await wizard.button("Other mappings").click();
      await expect(page.getByRole("menuitem", { name: "Other firms" })).toBeVisible();
      await page.keyboard.press("Escape");
      await wizard.preview();
      await expect(wizard.counts("Accounts")).toContainText("1 created");
      await expect(wizard.counts("Accounts")).toContainText("1 skipped");
      await wizard.run();
    });
    await test.step("it is renamed and deleted in the settings", async () => {
      await page.goto(firm.at("/settings/imports/mappings"));
      await wizard.button("More for Monthly firms").click();
      await page.getByRole("menuitem", { name: "Rename mapping" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("April firms");
      await wizard.button("Save name").click();
      await expect(wizard.button("More for April firms")).toBeVisible();
      await fits();
      await wizard.button("More for April firms").click();
      await page.getByRole("menuitem", { name: "Delete mapping" }).click();
      await wizard.button("Delete mapping").click();
      await expect(page.getByRole("button", { name: /^More for/ })).toHaveCount(1);
    });
  });
