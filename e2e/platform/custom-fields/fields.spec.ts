import { accountOperations } from "@/modules/crm/accounts/operations";
import { listCustomFields } from "@/modules/platform/data/custom-fields/operations/list-fields";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { tenantById } from "@/server/access";
import { FilterBar } from "../../pages/filter-bar";
import { ImportWizard } from "../../pages/import-wizard";
import { ListPage } from "../../pages/list";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test.describe("fields", () => {
  test("a choice is made, chosen in a form, renamed, moved, deleted and brought back", async ({ page, firm }) => {
    await createCustomField(firm.ctx, { entity: "account", kind: "text", label: "Cost centre" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/fields?object=account"));
    const settings = new SettingsPages(page);
    const shell = new Shell(page);
    const labels = async () =>
      (await listCustomFields(firm.ctx, { entity: "account" })).map(({ label, position }) => [label, position]);

    await settings.button("New field").first().click();
    await settings.dialog.getByLabel("Label", { exact: true }).fill("Support tier");
    await page.getByRole("combobox", { name: "Kind", exact: true }).click();
    await page.getByRole("option", { name: /^One choice/ }).click();
    const option = settings.dialog.getByLabel("New option");
    await option.fill("Gold");
    await option.press("Enter");
    await option.fill("Silver");
    await option.press("Enter");
    // An option that is typed and not added counts too.
    await option.fill("Bronze");
    await settings.confirm("Create field");
    await expect(shell.toast("Support tier was created. Its API name is custom.support_tier.")).toBeVisible();
    const [, made] = await listCustomFields(firm.ctx, { entity: "account" });
    expect(made?.settings.options?.map(({ label }) => label)).toEqual(["Gold", "Silver", "Bronze"]);

    await page.goto(firm.at("/accounts"));
    await settings.button("New account").first().click();
    await settings.dialog.getByRole("combobox", { name: "Support tier" }).click();
    await expect(page.getByRole("option")).toHaveText([/Gold/, /Silver/, /Bronze/]);
    await page.keyboard.press("Escape");

    await page.goto(firm.at("/settings/fields?object=account"));
    await settings.act("Support tier", "Edit field");
    await settings.dialog.getByLabel("Label", { exact: true }).fill("Tier");
    await settings.confirm("Save field");
    await settings.act("Tier", "Move up");
    await expect.poll(labels).toEqual([
      ["Tier", 1],
      ["Cost centre", 2],
    ]);

    await settings.act("Tier", "Delete field");
    await expect(settings.dialog).toContainText("No account has a value.");
    await settings.confirm("Delete field");
    await expect.poll(labels).toEqual([["Cost centre", 2]]);
    await settings.button("Restore Tier").click();
    await expect(settings.button("More for Tier")).toBeVisible();
    await expect.poll(labels).toEqual([
      ["Tier", 1],
      ["Cost centre", 2],
    ]);
  });

  test("lists are sorted and filtered by fields of the workspace", async ({ page, firm }) => {
    const field = { entity: "account" } as const;
    const options = ["gold", "tin"].map((value) => ({ value, label: value === "gold" ? "Gold" : "Tin" }));
    await createCustomField(firm.ctx, { ...field, kind: "number", label: "Sites", settings: { decimals: 0 } });
    await createCustomField(firm.ctx, { ...field, kind: "choice", label: "Tier", settings: { options } });
    const tenant = (await tenantById(firm.ctx.tenant.id)) ?? firm.ctx.tenant;
    const make = (name: string, custom: Record<string, unknown>) =>
      accountOperations.create({ ...firm.ctx, tenant }, { name, custom });
    await make("Alder Ports", { sites: 7, tier: "gold" });
    await make("Brook Rail", { sites: 40, tier: "tin" });
    await make("Cove Lines", {});
    await make("Drift Energy", { sites: 12, tier: "gold" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts?sort=-custom.sites"));
    const list = new ListPage(page, "Accounts");
    await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy", "AAlder Ports", "CCove Lines"]);
    const bar = new FilterBar(page);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await bar.type("Sites", "10");
    await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy"]);
    await expect(page).toHaveURL(/filter=custom\.sites:atLeast:10/);
    await page.reload();
    await expect.poll(() => list.names()).toEqual(["BBrook Rail", "DDrift Energy"]);
    await page.goto(firm.at("/accounts?sort=custom.sites&filter=custom.tier:anyOf:gold"));
    await expect.poll(() => list.names()).toEqual(["AAlder Ports", "DDrift Energy"]);
  });

  test("options of a built-in choice are added and archived, chosen in a form, and found and made by an import", async ({
    page,
    firm,
  }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/fields?object=account"));
    const settings = new SettingsPages(page);
    await settings.button("Edit the options of Account type").click();
    const option = settings.dialog.getByLabel("New option");
    // Built-in types find it as another name of Partner.
    await option.fill("Reseller");
    await option.press("Enter");
    await settings.act("the option Competitor", "Archive option");
    await settings.confirm("Save options");
    await expect(new Shell(page).toast("The options of Account type were saved")).toBeVisible();

    await page.goto(firm.at("/accounts"));
    await settings.button("New account").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Alder Ports");
    await settings.dialog.getByRole("combobox", { name: "Type" }).click();
    await expect(page.getByRole("option", { name: "Competitor" })).toHaveCount(0);
    await page.getByRole("option", { name: "Reseller" }).click();
    await settings.confirm("Create account");

    await page.goto(firm.at("/settings/imports/new"));
    const wizard = new ImportWizard(page);
    const rows = "Company,Type\nBrook Rail,Reseller\nCove Lines,Franchise\nDrift Energy,Distributor\n";
    await wizard.chooseBytes("companies.csv", Buffer.from(rows));
    await wizard.match();
    await expect(page.getByText("2 values of Type are not options yet")).toBeVisible();
    await wizard.button("Add 2 values").click();
    await wizard.preview();
    await wizard.run();
    await page.goto(firm.at("/accounts?sort=name"));
    const types = page.getByRole("row").filter({ hasText: /Reseller|Franchise|Distributor/ });
    await expect(types).toHaveText([
      /Alder Ports.*Reseller/,
      /Brook Rail.*Reseller/,
      /Cove.*Franchise/,
      /Drift.*Distributor/,
    ]);
  });

  test("a member reads the fields and cannot change them", async ({ page, firm }) => {
    const mona = await firm.join("member", "Mona Member");
    await createCustomField(firm.ctx, { entity: "account", kind: "text", label: "Cost centre" });
    await signIn(page, mona);
    await page.goto(firm.at("/settings/fields?object=account"));
    const listed = (list: string, label: string) =>
      expect(page.getByRole("list", { name: list }).getByText(label, { exact: true })).toBeVisible();
    await listed("Custom fields", "Cost centre");
    await listed("Built-in fields", "Name");
    const settings = new SettingsPages(page);
    await expect(settings.button("New field")).toHaveCount(0);
    await expect(settings.button("More for Cost centre")).toHaveCount(0);
  });
});
