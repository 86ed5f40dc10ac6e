import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { listImports } from "@/modules/platform/data/imports/operations/manage-imports";
import { checkImport } from "@/modules/platform/data/imports/operations/run-import";
import { foreignPeople } from "@/test/foreign-people";
import { decide, firstOffer, upload } from "@/test/import-trial";
import { failing } from "../../failing";
import { hold } from "../../hold";
import { importFiles } from "../../imported";
import { ImportWizard } from "../../pages/import-wizard";
import { expect, signIn, test } from "../../test";

const folder = join(import.meta.dirname, "../../fixtures");

test.describe("an import", () => {
  for (const width of [375, 1440])
    test(`of people who are all new makes their companies and owners too, ${width} px wide`, {
      tag: width > 375 ? "@journey" : [],
    }, async ({ page, firm }) => {
      await page.setViewportSize({ width, height: 812 });
      await signIn(page, firm.owner);
      await page.goto(firm.at("/settings/imports/new"));
      const wizard = new ImportWizard(page);
      await wizard.chooseBytes("people.csv", Buffer.from(foreignPeople(1_000)));
      await wizard.columns();
      if (width < 768) await wizard.button("Fix values").click();
      const asked = page.getByRole("combobox", { name: /^All .+ that do not exist yet$/ });
      await expect(asked).toHaveCount(2);
      for (const question of await asked.all()) {
        await question.click();
        await page.getByRole("option", { name: /^Create/ }).click();
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
      await wizard.preview();
      await wizard.run();
      await expect(wizard.counts("Contacts")).toContainText("1,000");
    });

  test("leads to each file that blocks it, on a phone as on a desk", async ({ page, firm }) => {
    await page.setViewportSize({ width: 375, height: 812 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.choose(folder, ["companies.csv", "catalogue.csv", "people.csv", "deals.csv"]);
    await wizard.chooseBytes("glossary.csv", Buffer.from("Table,Column,Meaning\ncompanies,sector,What they do\n"));
    await wizard.columns();
    const file = page.getByRole("combobox", { name: "File", exact: true });
    await test.step("from a file that is ready to the one that is not", async () => {
      await file.click();
      await page.getByRole("option", { name: /catalogue\.csv/ }).click();
      await wizard.button("Next file").click();
    });
    await test.step("what blocks can be decided in place", async () => {
      await file.click();
      await page.getByRole("option", { name: /people\.csv/ }).click();
      await wizard.button("Show open decisions").click();
      await expect(page.getByRole("region", { name: "Decisions for people.csv" })).toBeFocused();
      await wizard.confirm("members");
      await wizard.button("Next file").click();
      await expect(page.getByText("The columns of glossary.csv do not match any object")).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(375);
      await wizard.button("Leave file out").click();
    });
    await wizard.button("Fix values").click();
    await file.click();
    await page.getByRole("option", { name: /companies\.csv/ }).click();
    await wizard.button("Use Logistics").click();
    await file.click();
    await page.getByRole("option", { name: /deals\.csv/ }).click();
    await wizard.button("Accept all 5 suggestions").click();
    await wizard.preview();
    await wizard.run();
  });

  test("is one, also when files are dropped again before it has its page", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    const { release } = await hold(page, "imports.create");
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    for (const name of ["companies.csv", "people.csv"]) {
      await wizard.hand(folder, [name]);
      await expect(page.getByText(name)).toBeVisible();
    }
    await test.step("leaving now would lose them: the browser asks", async () => {
      const asked = page.waitForEvent("dialog");
      await page.close({ runBeforeUnload: true });
      const question = await asked;
      expect(question.type()).toBe("beforeunload");
      await question.dismiss();
    });
    release();
    await expect(page).toHaveURL(/settings\/imports\/[0-9a-f-]{36}/);
    for (const name of ["companies.csv", "people.csv"]) await expect(wizard.button(`Remove ${name}`)).toBeVisible();
    await expect.poll(async () => (await listImports(firm.ctx, {})).rows.map(({ files }) => files.length)).toEqual([2]);
  });

  test("rows with a problem are mended or left out; preview and report say the same; revert takes it back", async ({
    page,
    firm,
  }) => {
    await firm.join("member", "Petra Pan");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.choose(folder, ["dirty-accounts.csv"]);
    await wizard.match();
    await wizard.unit("revenue", "in millions");
    await page.getByRole("combobox", { name: "Owner of new accounts" }).click();
    await page.getByRole("option", { name: "Petra Pan" }).click();

    await wizard.value("Nobody Knows").getByRole("button", { name: "Leave empty" }).click();
    await wizard.preview();
    await expect(wizard.counts("Accounts")).toHaveText(
      /3 created\s*0 updated\s*0 unchanged\s*0 merged with another row\s*0 skipped\s*2 errors/,
    );

    await test.step("a cell is mended where it stands, and the counts follow", async () => {
      const cell = page.getByRole("textbox", { name: "employees of row 3" });
      await expect(cell).toHaveValue("many");
      await cell.fill("64");
      await cell.press("Enter");
      await wizard.button("Check again").click();
      await expect(wizard.counts("Accounts")).toHaveText(
        /4 created\s*0 updated\s*0 unchanged\s*0 merged with another row\s*0 skipped\s*1 errors/,
      );
    });
    await wizard.run();
    await expect(wizard.counts("Accounts")).toHaveText(
      /4 created\s*0 updated\s*0 unchanged\s*0 merged with another row\s*0 skipped\s*1 errors/,
    );
    await expect(page.getByRole("link", { name: "Download the error file" })).toBeVisible();
    const { rows } = await accountOperations.list(firm.ctx, {});
    expect(
      rows
        .map(({ name, employees, annualRevenue, parent }) => [name, employees, annualRevenue?.amount, parent?.name])
        .sort(),
    ).toEqual([
      ["Alder Ports", 120, 150_000_000, undefined],
      ["Brook Rail", 64, 200_000_000, "Alder Ports"],
      ["Cove Lines", 40, 300_000_000, undefined],
      ["Drift Energy", 75, 400_000_000, undefined],
    ]);
    expect(new Set(rows.map(({ owner }) => owner?.name))).toEqual(new Set(["Petra Pan"]));

    await wizard.revert();
    expect((await accountOperations.list(firm.ctx, {})).total).toBe(0);
  });

  test("a file that comes again creates nothing new, and says so before it runs", async ({ page, firm }) => {
    const content = readFileSync(join(folder, "catalogue.csv"), "utf8");
    await importFiles(firm.ctx, { "catalogue.csv": content });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.choose(folder, ["catalogue.csv"]);
    await expect(page.getByText("imported before")).toBeVisible();
    await wizard.match();
    await wizard.preview();
    const counts = /0 created\s*0 updated\s*3 unchanged/;
    await expect(wizard.counts("Products")).toHaveText(counts);
    await wizard.run();
    await expect(wizard.counts("Products")).toHaveText(counts);
    expect((await productOperations.list(firm.ctx, {})).total).toBe(3);
  });

  test("a column becomes a new field, and a kept one another after the run", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    const { id } = await upload(firm.ctx, {
      "firms.csv":
        "Company,Domain,Sales zone,Seats sold\nAlder Ports,alder.example,North,12\nBrook Rail,brook.example,South,many\nCove Lines,cove.example,North,7\nDrift Energy,drift.example,South,\n",
    });
    await page.goto(firm.at(`/settings/imports/${id}?step=match`));
    const wizard = new ImportWizard(page);
    await wizard.newField("Sales zone", "One choice");
    await wizard.preview();
    await expect(page.getByText("Seats sold is kept with this import")).toBeVisible();
    await wizard.run();

    const kept = page.getByRole("region", { name: "Columns without a field in firms.csv" });
    await kept.getByRole("button", { name: "Import kept columns" }).click();
    const dialog = page.getByRole("dialog", { name: "Import kept columns" });
    await wizard.newField("Seats sold", "Text", dialog.getByRole("combobox", { name: "Field for Seats sold" }));
    await dialog.getByRole("button", { name: "Import values" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(kept.getByRole("status")).toHaveText("Seats sold: 3 values written");
    const list = async () => {
      const { rows } = await accountOperations.list(firm.ctx, {});
      return await firm.ctx.db.account.findMany({
        where: { id: { in: rows.map((row) => row.id) } },
        orderBy: { name: "asc" },
        select: { name: true, custom: true },
      });
    };
    expect(await list()).toEqual([
      { name: "Alder Ports", custom: { sales_zone: "north", seats_sold: "12" } },
      { name: "Brook Rail", custom: { sales_zone: "south", seats_sold: "many" } },
      { name: "Cove Lines", custom: { sales_zone: "north", seats_sold: "7" } },
      { name: "Drift Energy", custom: { sales_zone: "south" } },
    ]);
  });

  test("lists what changes, and which rows are merged, before it runs and afterwards", { tag: "@phone" }, async ({
    page,
    firm,
  }) => {
    await importFiles(firm.ctx, {
      "firms.csv": "Company,Domain,Website\nAlder Ports,alder.example,https://alder.example\n",
    });
    const head = "Company,Domain,Website,Industry,Annual revenue\n";
    const lines = "Alder Ports,alder.example,https://alder.io,Shipping,1250\nBrook Rail,,,Rail,\nBrook Rail,,,Rail,\n";
    const { id } = await upload(firm.ctx, { "firms.csv": `${head}${lines}` });
    await decide(firm.ctx, id, firstOffer);
    await checkImport(firm.ctx, { id });
    await signIn(page, firm.owner);
    const wizard = new ImportWizard(page);
    await page.goto(firm.at(`/settings/imports/${id}`));
    await expect(wizard.button("Import 3 rows")).toBeVisible();
    const changed = page.getByRole("region", { name: "Changed records of firms.csv" });
    const merged = page.getByRole("region", { name: "Merged rows of firms.csv" });
    const listed = async () => {
      await expect(changed.getByRole("link")).toHaveText(/Alder Ports/);
      await expect(changed.locator("li li")).toHaveText([
        /^Website: https:\/\/alder\.example .*https:\/\/alder\.io$/,
        /^Industry: empty .*Shipping$/,
        /^Annual revenue: empty .*\$1,250$/,
      ]);
      await expect(merged.getByRole("listitem")).toHaveText(/^Row 3\s*Brook Rail\s*Merged into row 4, Brook Rail/);
    };
    await listed();
    const opened = page.waitForEvent("popup");
    await changed.getByRole("link", { name: "Alder Ports" }).click();
    const record = await opened;
    await expect(record.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await record.close();
    await test.step("a toast that stays lies beside the way on", async () => {
      const mend = await failing(page, "imports.start");
      await wizard.button("Import 3 rows").click();
      await expect(page.getByRole("alert").filter({ hasText: "Something went wrong" })).toBeVisible();
      await mend();
      await expect(wizard.button("Import 3 rows")).not.toHaveAttribute("aria-busy", "true");
      await wizard.run();
      await expect(page.getByRole("alert").filter({ hasText: "Something went wrong" })).toBeVisible();
    });
    await listed();
  });

  test("files that are no table or hold no records are left out, and a draft is found again where it was left", async ({
    page,
    firm,
  }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const hand = async (name: string, buffer: Buffer) => {
      const dialog = page.waitForEvent("filechooser");
      await wizard.button(/^(Choose|Add) files$/).click();
      await (await dialog).setFiles({ name, mimeType: "text/csv", buffer });
    };
    await hand("picture.csv", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    await expect(page.getByRole("alert").filter({ hasText: "This is a picture (PNG)" })).toBeVisible();
    await wizard.button("Remove picture.csv").click();
    await expect(page.getByRole("heading", { name: "Drop your CSV, Excel or vCard files here" })).toBeVisible();
    await wizard.choose(folder, ["companies.csv"]);
    const glossary = Buffer.from("Table,Column,Meaning\ncompanies,sector,What they do\n");
    await hand("glossary.csv", glossary);
    await expect(wizard.button("Remove glossary.csv")).toBeVisible();
    await wizard.match();
    await wizard.button("Next: glossary.csv").click();
    await expect(
      page.getByText("The columns of glossary.csv do not match any object that can be imported."),
    ).toBeVisible();
    await wizard.button("Leave file out").click();
    await expect(page.getByText("glossary.csv")).toHaveCount(0);
    await wizard.button("Use Logistics").click();
    await expect(page.getByRole("button", { name: /^Undo the decision about logistcs/ })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await page.goto(firm.at("/settings/imports"));
    await page.getByRole("link", { name: "Continue" }).click();
    await expect(page.getByRole("button", { name: /^Undo the decision about logistcs/ })).toBeVisible();
  });
});
