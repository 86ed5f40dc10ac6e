import { join } from "node:path";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { checkImport } from "@/modules/platform/data/imports/operations/run-import";
import type { Ctx } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { oneImportAtATime } from "@/server/import-lock";
import { decide, firstOffer, upload } from "@/test/import-trial";
import { failing } from "../../failing";
import type { Firm } from "../../firm";
import { hold } from "../../hold";
import { importFiles } from "../../imported";
import { moveUpByKeys } from "../../move-by-keys";
import { ImportWizard } from "../../pages/import-wizard";
import { superuser } from "../../superuser";
import { expect, signIn, test } from "../../test";

const folder = join(import.meta.dirname, "../../fixtures");
const companies = "Company,Employees\nAlder Ports,10\nBrook Rail,20\n";

async function names(ctx: Ctx): Promise<string[]> {
  return (await accountOperations.list(ctx, {})).rows.map((row) => row.name).toSorted();
}

/** The stage of the opportunity with this name. */
async function stageOf(firm: Firm, name: string): Promise<string | undefined> {
  const { rows } = await opportunityOperations.list(firm.ctx, {});
  return rows.find((row) => row.name === name)?.stage.name;
}

async function products(ctx: Ctx): Promise<string[]> {
  return (await productOperations.list(ctx, {})).rows.map((row) => row.name).toSorted();
}

test.describe("how an import ends", () => {
  test("a revert lists what somebody changed since, with the way to it, and keeps it", async ({ page, firm }) => {
    const { id } = await importFiles(firm.ctx, { "companies.csv": companies });
    const { rows } = await accountOperations.list(firm.ctx, {});
    const alder = rows.find((row) => row.name === "Alder Ports");
    if (alder) await accountOperations.update(firm.ctx, { id: alder.id, version: alder.version, phone: "+1 555 0100" });
    // A signal would cause a refetch of the failed data before anybody presses the button.
    await hold(page, "/api/pusher/user-auth");
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/settings/imports/${id}`));
    const wizard = new ImportWizard(page);
    await test.step("the dialog says so before, also after its counts could not be loaded", async () => {
      const mend = await failing(page, "imports.revertPreview");
      await wizard.button("Revert import").click();
      const dialog = page.getByRole("alertdialog", { name: "Revert this import?" });
      await expect(dialog.getByRole("alert")).toContainText("The records that will stay could not be counted.");
      await mend();
      await dialog.getByRole("button", { name: "Try again" }).click();
      await expect(dialog).toContainText("1 record will be deleted.");
      await expect(dialog).toContainText("1 record will stay as it is:");
      await expect(dialog.getByRole("definition")).toHaveText(/Somebody has since changed it\.\s*Alder Ports$/);
      await dialog.getByRole("button", { name: "Cancel" }).click();
      expect(await names(firm.ctx)).toEqual(["Alder Ports", "Brook Rail"]);
    });
    await wizard.revert();
    const kept = page.getByRole("region", { name: "Left as it is" });
    await expect(kept.getByRole("listitem")).toHaveText(/Alder Ports\s*Somebody has since changed it\./);
    expect(await names(firm.ctx)).toEqual(["Alder Ports"]);
    await kept.getByRole("link", { name: "Alder Ports" }).click();
    await expect(page.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
  });

  test("a run that ends while its cancel dialog is open can be reverted", async ({ page, firm }) => {
    const { id } = await upload(firm.ctx, { "companies.csv": companies });
    await checkImport(firm.ctx, { id });
    await signIn(page, firm.owner);
    const wizard = new ImportWizard(page);
    await page.goto(firm.at(`/settings/imports/${id}`));
    await expect(wizard.button("Import 2 rows")).toBeVisible();
    const question = page.getByRole("alertdialog").or(page.getByRole("dialog"));
    // The run waits as for another import, and continues when this ends.
    await tenantDb(firm.tenant.id).tx(
      async (db) => {
        await oneImportAtATime({ ...firm.ctx, db }, "account", false);
        await wizard.button("Import 2 rows").click();
        await wizard.button("Cancel import").click();
        await expect(question).toContainText("Cancel this import?");
      },
      { timeoutMs: 60_000 },
    );
    await expect(page.getByRole("status").filter({ hasText: /imported/ })).toBeVisible();
    await expect(question).toHaveCount(0);
    await wizard.revert();
    expect(await names(firm.ctx)).toEqual([]);
  });

  test("a run that failed is tried again, from the jobs and from its own page, and goes on where it stopped", async ({
    page,
    firm,
  }) => {
    const { id } = await upload(firm.ctx, {
      "companies.csv": companies,
      "catalogue.csv": "Product,SKU\nCrane,C-1\nHoist,H-1\n",
    });
    await decide(firm.ctx, id, firstOffer);
    await checkImport(firm.ctx, { id });
    await signIn(page, firm.owner);
    const wizard = new ImportWizard(page);
    await page.goto(firm.at(`/settings/imports/${id}`));
    await expect(wizard.button("Import 4 rows")).toBeVisible();
    const guard = `refuse_${firm.tenant.id.replaceAll("-", "")}`;
    const refuse = (entity: string) =>
      `create trigger ${guard}_${entity} before insert on import_records for each row when (new.tenant_id = '${firm.tenant.id}' and new.entity = '${entity}') execute function ${guard}()`;
    const stops = (times: number) =>
      expect.poll(() => firm.ctx.db.event.count({ where: { name: "import.failed", entityId: id } })).toBe(times);
    await superuser(
      `create function ${guard}() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
       ${refuse("account")}; ${refuse("product")}`,
    );
    try {
      await wizard.button("Import 4 rows").click();
      await stops(1);
      await expect(page.getByRole("alert").filter({ hasText: "stopped after three attempts" })).toContainText(
        "Nothing was imported.",
      );
      await expect(page.getByRole("link", { name: "Import again" })).toBeVisible();
      expect(await products(firm.ctx)).toEqual([]);
      await superuser(`drop trigger ${guard}_product on import_records`);
      await page.goto(firm.at("/settings/jobs"));
      const job = page.getByRole("row").filter({ hasText: "Runs an import" });
      await job.getByRole("button", { name: "Try again" }).click();
      await stops(2);
      expect([await products(firm.ctx), await names(firm.ctx)]).toEqual([["Crane", "Hoist"], []]);
    } finally {
      await superuser(`drop function ${guard} cascade`);
    }
    await page.goto(firm.at(`/settings/imports/${id}`));
    await expect(page.getByRole("alert").filter({ hasText: "The import stopped after three attempts" })).toContainText(
      "Try again to continue with the remaining rows.",
    );
    await wizard.button("Try again").click();
    await expect(page.getByRole("status").filter({ hasText: "4 rows imported" })).toBeVisible();
    expect(await names(firm.ctx)).toEqual(["Alder Ports", "Brook Rail"]);
    expect(await products(firm.ctx)).toEqual(["Crane", "Hoist"]);
    await expect(wizard.button("Try again")).toHaveCount(0);
    await page.goto(firm.at("/settings/jobs"));
    const ended = page.getByRole("row").filter({ hasText: "Runs an import" });
    await expect(ended.getByText("Done")).toBeVisible();
    await expect(ended.getByRole("button")).toHaveCount(0);
  });
});

test.describe("open questions of a file", () => {
  test("encoding, separator and header are said by hand, and the file is read again", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const dialog = page.waitForEvent("filechooser");
    await wizard.button("Choose files").click();
    // "Привет" in Windows-1251, under a title that looks like a header.
    const bytes = [...Buffer.from("Our list\nCompany;Industry\n"), 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2];
    const buffer = Buffer.from([...bytes, ...Buffer.from(";Shipping\nTwo;Rail\n")]);
    await (await dialog).setFiles({ name: "list.csv", mimeType: "text/csv", buffer });
    await expect(wizard.button("Remove list.csv")).toBeVisible();
    await wizard.readAs("list.csv", { encoding: "Windows-1251", separator: "Semicolon", header: "Row 2" });
    await expect(page.getByText("Semicolon-separated, Windows-1251, header in row 2")).toBeVisible();
    await wizard.match();
    await expect(page.getByText("Привет, Two")).toBeVisible();
  });

  test("new stages get an order, and opportunities a stage to begin in", async ({ page, firm }) => {
    // A signal would cause a refetch of the failed data before anybody presses the button.
    await hold(page, "/api/pusher/user-auth");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const dialog = page.waitForEvent("filechooser");
    await wizard.button("Choose files").click();
    const head = "deal id,deal name,stage,start date";
    const buffer = Buffer.from(`${head}\nD1,One,Talking,2026-01-05\nD2,Two,Sniffing,\nD3,Three,,\n`);
    await (await dialog).setFiles({ name: "deals.csv", mimeType: "text/csv", buffer });
    await expect(wizard.button("Remove deals.csv")).toBeVisible();
    const mend = await failing(page, "pipelines.list");
    await wizard.match();
    const alert = page.getByRole("alert").filter({ hasText: "The pipelines could not be loaded." });
    await expect(alert).toBeVisible();
    await expect(page.getByRole("combobox", { name: "First stage of new opportunities" })).toHaveCount(0);
    await mend();
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toHaveCount(0);
    await wizard.button("Accept all 2 suggestions").click();
    const [lead, qualified, proposal, negotiation] = [/Lead/, /Qualified/, /Proposal/, /Negotiation/];
    await expect(wizard.stageOrder).toHaveText([lead, qualified, /Talking/, /Sniffing/, proposal, negotiation]);
    const unclear = page.getByText("Place unclear: check");
    await expect(unclear).toHaveCount(1);
    await moveUpByKeys(page, "Sniffing", { from: 4, to: 3, of: 6 });
    await expect(wizard.stageOrder).toHaveText([lead, qualified, /Sniffing/, /Talking/, proposal, negotiation]);
    await expect(unclear).toHaveCount(0);
    const probability = (name: string) => page.getByRole("textbox", { name: `Probability of ${name}` });
    await expect(probability("Talking")).toHaveValue("");
    await probability("Sniffing").fill("15");
    await page.getByRole("combobox", { name: "First stage of new opportunities" }).click();
    await page.getByRole("option", { name: "Sniffing" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await wizard.preview();
    await wizard.run();
    const [pipeline] = await listPipelines(firm.ctx, {});
    expect(pipeline?.stages.map(({ name, probability }) => [name, probability]).slice(0, 4)).toEqual([
      ["Lead", 10],
      ["Qualified", 25],
      ["Sniffing", 15],
      ["Talking", null],
    ]);
    expect(await stageOf(firm, "Three")).toBe("Sniffing");
  });

  test("accounts that do not exist are created by one answer, but for one; ids get their product, rows without one wait", async ({
    page,
    firm,
  }) => {
    const rows = Array.from(
      { length: 30 },
      (_, index) => `${index < 20 ? index : ""},Deal ${index},Lead,Firm ${index}`,
    );
    const { id } = await upload(firm.ctx, {
      "deals.csv": `Record ID,Deal Name,Deal Stage,Associated Company\n${rows.join("\n")}\n`,
    });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/settings/imports/${id}?step=fix`));
    const wizard = new ImportWizard(page);
    await expect(page.getByRole("textbox", { name: "Program of the external ids" })).toHaveValue("HubSpot");
    await page.getByRole("combobox", { name: "Rows without External id" }).click();
    await page.getByRole("option", { name: "Skip 10 rows" }).click();
    await expect(page.getByText("30 open")).toBeVisible();
    await page.getByRole("combobox", { name: "All accounts that do not exist yet" }).click();
    await page.getByRole("option", { name: "Create 30 new accounts" }).click();
    await expect(page.getByText("30 open")).toHaveCount(0);
    await wizard.button("Change the decision about Firm 17").click();
    await page.getByRole("searchbox", { name: "Find a value" }).fill("firm 17");
    await expect(wizard.button("Change the decision about Firm 16")).toHaveCount(0);
    await wizard.value("Firm 17").getByRole("button", { name: "Leave empty" }).click();
    await expect(wizard.button("Undo the decision about Firm 17")).toBeVisible();
    await wizard.preview();
    await expect(wizard.counts("Accounts")).toContainText("19 created");
    await expect(wizard.counts("Opportunities")).toContainText("20 created");
    await wizard.run();
    expect(await names(firm.ctx)).toHaveLength(19);
  });

  test("a preview asks before it reopens opportunities, and removes empty stages on request", async ({
    page,
    firm,
  }) => {
    const head = "deal id,deal name,stage";
    await importFiles(firm.ctx, { "deals.csv": `${head}\nD1,One,Closed Won\n` });
    const { id } = await upload(firm.ctx, { "deals.csv": `${head}\nD1,One,Lead\n` });
    await checkImport(firm.ctx, { id });
    await signIn(page, firm.owner);
    const wizard = new ImportWizard(page);
    await page.goto(firm.at(`/settings/imports/${id}`));
    const questions = page.getByRole("region", { name: "Questions about deals.csv" });
    await expect(questions).toContainText("1 closed opportunity is in an open stage in the file");
    await questions.getByRole("combobox", { name: "Closed opportunities" }).click();
    await page.getByRole("option", { name: "Reopen them" }).click();
    await wizard.button("Check again").click();
    await expect(questions).toContainText("Qualified, Proposal, and Negotiation");
    await questions.getByRole("checkbox", { name: "Remove them" }).click();
    await wizard.button("Check again").click();
    await wizard.run();
    const [pipeline] = await listPipelines(firm.ctx, {});
    expect(pipeline?.stages.map(({ name }) => name)).toEqual(["Lead", "Closed Won", "Closed Lost"]);
    expect(await stageOf(firm, "One")).toBe("Lead");
  });

  test("a phone has the columns and the values on two pages, and no second bar", { tag: "@phone" }, async ({
    page,
    firm,
  }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/imports"));
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    await wizard.choose(folder, ["companies.csv"]);
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
    await expect(wizard.button("Match columns")).not.toHaveAttribute("aria-busy", "true");
    await wizard.button("Match columns").click();
    await expect(page.getByText("Step 2 of 5, match")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Fix values" })).toBeHidden();
    await wizard.button("Fix values").click();
    await expect(page.getByText("Step 3 of 5, fix")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Match columns" })).toBeHidden();
    await wizard.button("Use Logistics").click();
    await wizard.preview();
    await page.getByRole("link", { name: "Back to the step Fix" }).click();
    await expect(page.getByRole("heading", { name: "Fix values" })).toBeVisible();
  });
});
