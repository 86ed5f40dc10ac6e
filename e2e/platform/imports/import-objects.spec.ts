import { accountOperations } from "@/modules/crm/accounts/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const rows = [
  "Account Id,Account Name,Industry,First Name,Last Name,Contact Email,Deal Name,Deal Stage,Deal Value",
  "A1,Mays Inc,Software,Ann,Field,ann@mays.example,Rollout,Proposal,1200",
  "A2,Mays Inc,Software,Bob,Hill,bob@mays.example,Renewal,Proposal,900",
  "A3,Bolt,Retial,Cay,Low,cay@bolt.example,Upgrade,Qualified,300",
];

/** The objects of the rows in the order of import, each with a field of its own and its place in the address. */
const parts = [
  { title: "everything.csv: accounts", column: "Industry", field: "Industry", part: 1 },
  { title: "everything.csv: contacts", column: "Contact Email", field: "E-mails", part: 2 },
  { title: "everything.csv: opportunities", column: "Deal Name", field: "Name", part: 0 },
] as const;

for (const width of [375, 1440])
  test(`each object of one file has its own columns and values, ${width} px wide`, async ({ page, firm }) => {
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const isPhone = width < 768;
    const chooser = page.waitForEvent("filechooser");
    await wizard.button("Choose files").click();
    const buffer = Buffer.from(rows.join("\n"));
    await (await chooser).setFiles({ name: "everything.csv", mimeType: "text/csv", buffer });
    await expect(wizard.button("Remove everything.csv: contacts")).toBeVisible();
    const counts = page.getByText("3 rows", { exact: true }).filter({ visible: true });
    await expect(counts, "rows of one file, not of three").toBeVisible();
    await wizard.columns();
    const show = async ({ title, part }: (typeof parts)[number]) => {
      const file = page.getByRole("combobox", { name: "File", exact: true });
      const option = page.getByRole("option", { name: title });
      // A list that opens within milliseconds of a change of page closes with the page that was there before.
      if (isPhone)
        await expect(async () => {
          if (!(await option.isVisible())) await file.click();
          await option.click({ timeout: 2000 });
        }).toPass();
      else await page.getByRole("complementary", { name: "Files" }).getByRole("button", { name: title }).click();
      await expect(page).toHaveURL(new RegExp(`part=${part}$`));
    };
    const isShown = async ({ title, column, field }: (typeof parts)[number]) => {
      await expect(page.getByRole("combobox", { name: `Field for ${column}` })).toContainText(field);
      if (isPhone) await expect(page.getByRole("combobox", { name: "File", exact: true })).toContainText(title);
      else await expect(page.getByRole("button", { name: title })).toHaveAttribute("aria-current", "true");
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    };
    const [accounts, contacts, opportunities] = parts;
    await isShown(accounts);
    for (const part of [contacts, opportunities, contacts, accounts]) {
      await show(part);
      await isShown(part);
    }
    await test.step("reloading and going back keep the object", async () => {
      // The router writes the addresses of quick clicks late, over one another: begin without any.
      await page.reload();
      await isShown(accounts);
      await show(contacts);
      await page.reload();
      await isShown(contacts);
      await page.goBack();
      await isShown(accounts);
    });
    await test.step("companies are one for each name, as the question says", async () => {
      const question = page.getByRole("combobox", { name: "Names of accounts with several ids" });
      await expect(page.getByText("2 rows name Mays Inc, with different values in Account Id")).toBeVisible();
      await expect(question).toContainText("One record for each name");
    });
    if (isPhone) {
      for (const part of [contacts, opportunities, accounts]) {
        await wizard.button("Fix values").click();
        await expect(page.getByRole("heading", { name: "Fix values" })).toBeVisible();
        await show(part);
        await expect(page.getByText(part.title).first()).toBeVisible();
        await page.getByRole("link", { name: "Back to the step Match" }).click();
        await isShown(part);
      }
      await wizard.button("Fix values").click();
    }
    await wizard.button("Use Retail").click();
    await wizard.preview();
    await expect(wizard.counts("Accounts")).toContainText("2");
    await wizard.run();
    const { rows: made } = await accountOperations.list(firm.ctx, {});
    expect(made.map(({ name }) => name).toSorted()).toEqual(["Bolt", "Mays Inc"]);
  });
