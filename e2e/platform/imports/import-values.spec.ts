import { contactOperations } from "@/modules/crm/contacts/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const rows = [
  "First Name,Last Name,Company,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Country",
  'Ann,Field,M&uuml;ller &amp; Co,* Work,"ann@x.example, ann@home.example",Mobile,+1 312 555 0142,Work,030 901820,Germany',
  "Bob,Hill,M&uuml;ller &amp; Co,Home,bob@x.example,,,Work,01 42 68 53 00,France",
];

for (const width of [375, 1440])
  test(`values of an address book come in as the screens say, ${width} px wide`, async ({ page, firm }) => {
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const chooser = page.waitForEvent("filechooser");
    await wizard.button("Choose files").click();
    await (await chooser).setFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
    await wizard.columns();
    const numbers = page.getByRole("region", { name: "Phone numbers without a country code" });
    await test.step("numbers without a country stay as written until somebody says whose they are", async () => {
      await expect(numbers).toContainText("2 cells hold phone numbers without a country code");
      await expect(numbers.getByRole("listitem").first()).toContainText("stays as written");
      await numbers.getByRole("combobox").click();
      await page.getByRole("option", { name: "The row's country" }).click();
      await expect(numbers.getByRole("listitem")).toContainText(["+49 30 901820", "+33 1 42 68 53 00"]);
    });
    await expect(page.getByText("Types of E-mail 1 - Value")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    if (width < 768) await wizard.button("Fix values").click();
    await wizard.button("Create Müller & Co").click();
    await wizard.preview();
    await wizard.run();
    const { rows: found } = await contactOperations.list(firm.ctx, {
      sort: [{ field: "name", direction: "asc" }],
    } as never);
    const texts = found.map(({ name, account, emails, phones }) => [
      name,
      account?.name,
      ...(emails ?? []).map(({ type, value }) => `${type} ${value}`),
      ...(phones ?? []).map(({ type, value }) => `${type} ${value}`),
    ]);
    expect(texts).toEqual([
      [
        "Ann Field",
        "Müller & Co",
        "work ann@x.example",
        "work ann@home.example",
        "mobile +13125550142",
        "office +4930901820",
      ],
      ["Bob Hill", "Müller & Co", "personal bob@x.example", "office +33142685300"],
    ]);
  });
