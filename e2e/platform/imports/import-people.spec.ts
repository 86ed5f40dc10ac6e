import { contactOperations } from "@/modules/crm/contacts/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const rows = [
  "Name,Email,Phone,Job title",
  "Maria Silva,maria@one.example,,Buyer",
  "Maria Silva,maria@two.example,,Chair",
  "Erik Berg,,+49 30 901820,Clerk",
];

for (const width of [375, 1440])
  test(`people of one name stay apart until somebody joins them, ${width} px wide`, async ({ page, firm }) => {
    await contactOperations.create(firm.ctx, { firstName: "Erik", lastName: "Berg", jobTitle: "Owner" });
    await page.setViewportSize({ width, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.chooseBytes("people.csv", Buffer.from(rows.join("\n")));
    await wizard.columns();
    await wizard.preview();
    const same = page.getByRole("region", { name: "Contacts with the same name" });
    await expect(same).toContainText("2 rows have the name of another record");
    await expect(same.getByRole("listitem")).toHaveText([/Row 3.*Maria Silva.*row 2/, /Row 4.*Erik Berg/]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    await same.getByRole("button", { name: "Join Erik Berg" }).click();
    await expect(same).toContainText("Joined: Erik Berg");
    await wizard.button("Check again").click();
    await expect(same).toContainText("1 row has the name of another record");
    await expect(same.getByRole("listitem")).toHaveText([/Maria Silva/]);
    await wizard.run();
    const { rows: found } = await contactOperations.list(firm.ctx, {
      sort: [{ field: "name", direction: "asc" }],
    } as never);
    const people = found.map(({ name, emails, phones, jobTitle }) =>
      [name, jobTitle, ...[...(emails ?? []), ...(phones ?? [])].map(({ value }) => value)].join(" "),
    );
    expect(people.toSorted()).toEqual([
      "Erik Berg Clerk +4930901820",
      "Maria Silva Buyer maria@one.example",
      "Maria Silva Chair maria@two.example",
    ]);
  });
