import { writeXlsx } from "hucre/xlsx";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

test("another sheet of a workbook is chosen, its groups filled down, and its records come in", async ({
  page,
  firm,
}) => {
  const workbook = await writeXlsx({
    sheets: [
      {
        name: "Prices",
        rows: [
          ["Product", "Price"],
          ["Pallet jack", 500],
          ["Dock leveller", 900],
        ],
      },
      {
        name: "Customers",
        rows: [
          ["Industry", "Company", "Employees"],
          ["Logistics", "Alder Ports", 120],
          [null, "Brook Rail", 64],
          ["Energy", "Cove Power", 40],
          [null, "Drift Wind", 75],
        ],
      },
    ],
  });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/imports/new"));
  const wizard = new ImportWizard(page);
  await wizard.chooseBytes("year end.xlsx", workbook);
  const readAs = (words: string) => wizard.button(`${words}: change how year end.xlsx is read`);
  await expect(readAs("Sheet Prices, header in row 1")).toBeVisible();
  await expect(page.getByText("Other sheets have rows too: Customers.")).toBeVisible();

  await wizard.readAs("year end.xlsx", { sheet: "Customers" });
  await expect(readAs("Sheet Customers, header in row 1")).toBeVisible();
  await wizard.readAs("year end.xlsx", { fill: ["Industry"] });
  await expect(readAs("Sheet Customers, header in row 1, empty cells filled from above")).toBeVisible();

  await wizard.match();
  await wizard.preview();
  await expect(wizard.counts("Accounts")).toHaveText(/4 created\s*0 updated\s*0 unchanged/);
  expect((await accountOperations.list(firm.ctx, {})).total, "a preview writes nothing").toBe(0);
  await wizard.run();
  await expect(wizard.counts("Accounts")).toHaveText(/4 created\s*0 updated\s*0 unchanged/);

  await page.goto(firm.at("/accounts"));
  const list = page.getByRole("grid", { name: "Accounts" });
  await expect(list.locator("tbody tr[data-row]")).toHaveCount(4);
  for (const [name, industry] of [
    ["Alder Ports", "Logistics"],
    ["Brook Rail", "Logistics"],
    ["Cove Power", "Energy"],
    ["Drift Wind", "Energy"],
  ] as const)
    await expect(list.locator("tbody tr[data-row]").filter({ hasText: name })).toContainText(industry);
});
