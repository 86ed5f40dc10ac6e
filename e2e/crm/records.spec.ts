import { accountOperations } from "@/modules/crm/accounts/operations";
import { addOpportunityLine, listOpportunityLines } from "@/modules/crm/opportunities/lines/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { productOperations } from "@/modules/crm/products/operations";
import { hold } from "../hold";
import { importFiles } from "../imported";
import { moveUpByKeys } from "../move-by-keys";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

test.describe("an account", () => {
  test("is edited in place; the timeline tells who changed what", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports", industry: "logistics" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await record.edit("Industry", "shipping");
    await expect(record.field("Industry")).toContainText("shipping");
    await expect(record.timelineEntries.first()).toHaveText(/Olive Owner changed industry from logistics to shipping/);
    expect((await accountOperations.get(firm.ctx, { id })).industry).toBe("shipping");
  });

  test("has its addresses asked for part by part, and saved as one change", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await record.field("Billing address").click();
    const dialog = page.getByRole("dialog", { name: "Billing address of Alder Ports" });
    await dialog.getByLabel("Street").fill("12 Quay");
    await dialog.getByLabel("City").fill("Portland");
    await dialog.getByLabel("Country").fill("USA");
    await dialog.getByRole("button", { name: "Save address" }).click();
    await expect(dialog).toBeHidden();
    await expect(record.field("Billing address")).toHaveText(/12 Quay\s*Portland\s*USA/);
    await expect(record.field("Billing address")).toBeFocused();
    await expect(record.timelineEntries.first()).toContainText("set billing address to 12 Quay, Portland, USA");

    await record.field("Shipping address").click();
    await page.getByRole("button", { name: "Copy the billing address" }).click();
    await page.getByRole("button", { name: "Save address" }).click();
    await expect(record.field("Shipping address")).toContainText("12 Quay");
    await expect
      .poll(() => accountOperations.get(firm.ctx, { id }))
      .toMatchObject({ version: 3, shippingAddress: { street: "12 Quay", city: "Portland", country: "USA" } });
  });

  test("tells an import as one entry that leads to it, and can be narrowed to one kind", async ({ page, firm }) => {
    const rows = Array.from({ length: 7 }, (_, row) => `D${row},Opportunity ${row},Alder Ports,Lead`);
    const run = await importFiles(firm.ctx, {
      "firms.csv": "Company\nAlder Ports\n",
      "deals.csv": ["deal id,name,company,stage", ...rows].join("\n"),
    });
    const [account] = (await accountOperations.list(firm.ctx, {})).rows;
    await accountOperations.update(firm.ctx, {
      id: account?.id ?? "",
      version: account?.version ?? 0,
      industry: "ports",
    });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${account?.id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.timelineEntries).toHaveText([
      /Olive Owner set industry to ports/,
      /Olive Owner imported 7 opportunities from deals\.csv.*Opportunity 0, Opportunity 1, Opportunity 2 and 4 more/,
      /Olive Owner imported Alder Ports from firms\.csv/,
    ]);
    await page.getByRole("button", { name: "Kinds of entries: All entries" }).click();
    await page.getByRole("menuitemradio", { name: "Imports" }).click();
    await expect(record.timelineEntries).toHaveCount(2);
    await expect(page).toHaveURL(/kind=imports/);
    await page.reload();
    await expect(record.timelineEntries).toHaveCount(2);
    await page.getByRole("button", { name: "Kinds of entries: Imports" }).click();
    await page.getByRole("menuitemradio", { name: "Stage moves" }).click();
    await expect(page.getByText("No entries match these filters")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page).not.toHaveURL(/kind=/);
    await record.timelineEntries.getByRole("link", { name: "deals.csv" }).click();
    await expect(page).toHaveURL(firm.at(`/settings/imports/${run.id}`));
  });

  test("leads to a page that is asked for while a filter is cleared, and comes back without the filter", async ({
    page,
    firm,
  }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}?kind=imports`));
    const contacts = await page.getByRole("link", { name: "Contacts" }).first().elementHandle();
    const clear = page.getByRole("button", { name: "Clear filters" });
    await clear.evaluate((button: HTMLElement, link) => {
      button.click();
      (link as HTMLElement | null)?.click();
    }, contacts);
    await expect(page).toHaveURL(firm.at("/contacts"));
    await page.goBack();
    await expect(page).toHaveURL(firm.at(`/accounts/${id}`));
    await expect(new RecordPage(page, "Alder Ports").timelineEntries).toHaveCount(1);
  });

  test("tells its archiving in the timeline at once", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.timelineEntries).toHaveCount(1);
    await page.getByRole("button", { name: "More for Alder Ports" }).click();
    await page.getByRole("menuitem", { name: "Archive account" }).click();
    await expect(record.timelineEntries.first()).toContainText("archived");
  });

  test("a menu leaves the tooltip of its button to who uses keys", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const [more, tooltip] = [page.getByRole("button", { name: "More for Alder Ports" }), page.getByRole("tooltip")];
    await more.click();
    await page.getByRole("menuitem", { name: "Archive account" }).click();
    await expect(more).toBeFocused();
    await expect(tooltip).toHaveCount(0);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(more).toBeFocused();
    await expect(tooltip).toBeVisible();
  });

  test("a value that is not taken says why and stays in the field", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await record.edit("Website", "not an address");
    await expect(
      page.getByRole("alert").filter({ hasText: "Type an address such as https://company.com." }),
    ).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Website" })).toHaveValue("not an address");
    expect((await accountOperations.get(firm.ctx, { id })).website).toBeNull();
  });

  test("a change over someone else's is told with theirs", async ({ page, firm }) => {
    const { id, version } = await firm.account({ name: "Alder Ports", industry: "logistics" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await expect(record.field("Industry")).toContainText("logistics");
    await record.field("Industry").click();
    const editor = page.getByRole("combobox", { name: "Industry", exact: true });
    await expect(editor).toBeFocused();
    // An open field keeps the state that its user saw, whatever signals arrive.
    await accountOperations.update(firm.ctx, { id, version, industry: "ports" });
    await editor.fill("shipping");
    await page.keyboard.press("Enter");
    await expect(
      page.getByRole("alert").filter({ hasText: "Industry: someone else changed it at the same time." }),
    ).toBeVisible();
    expect((await accountOperations.get(firm.ctx, { id })).industry).toBe("ports");
  });

  test("shows its family with what each has won and has open", async ({ page, firm }) => {
    const parent = await firm.account({ name: "Harbourline" });
    const north = await firm.account({ name: "Harbourline North", parentId: parent.id });
    await firm.opportunities([
      { name: "Crane", stage: "Closed Won", amount: 30_000, accountId: parent.id },
      { name: "Survey", stage: "Closed Won", amount: 12_000, accountId: north.id },
      { name: "Audit", stage: "Proposal", amount: 5_000, accountId: north.id },
    ]);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${parent.id}`));
    const family = page.getByRole("region", { name: "Family" });
    await expect(family.getByRole("listitem").filter({ hasText: "Harbourline North" })).toHaveText(
      /Harbourline North\$12,000\$5,000/,
    );
    await expect(family).toContainText(/Together\$42,000\$5,000/);
    await family.getByRole("link", { name: "Harbourline North" }).click();
    await expect(page.getByRole("heading", { name: "Harbourline North" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Family" }).locator("[aria-current=page]")).toContainText("North");
  });

  test("gets a parent, but never one below itself", async ({ page, firm }) => {
    const parent = await firm.account({ name: "Harbourline" });
    await firm.account({ name: "Harbourline North", parentId: parent.id });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${parent.id}`));
    await new RecordPage(page, "Harbourline").pick("Parent", "Harbourline North");
    await expect(page.getByRole("alert").filter({ hasText: /below|circle/i })).toBeVisible();
    expect((await accountOperations.get(firm.ctx, { id: parent.id })).parent).toBeNull();
  });
});

test("a long name gives way in the breadcrumb alone, and one of right-to-left letters is cut at its end", async ({
  page,
  firm,
}) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  const { id } = await firm.account({ name: `${"חברת האור למסחר ולבניין ".repeat(8)}בע״מ` });
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/accounts/${id}`));
  const crumbs = page.getByRole("navigation", { name: "Breadcrumb" });
  const [list, name] = [crumbs.getByRole("link", { name: "Accounts" }), crumbs.locator("[aria-current=page]")];
  await expect(list).toBeVisible();
  const cut = (crumb: typeof name) => crumb.evaluate((it) => it.scrollWidth > it.clientWidth);
  expect([await cut(list), await cut(name)]).toEqual([false, true]);
  const first = await name.evaluate((it) => {
    const range = document.createRange();
    range.setStart(it.firstChild ?? it, 0);
    range.setEnd(it.firstChild ?? it, 1);
    const [letter, box] = [range.getBoundingClientRect(), it.getBoundingClientRect()];
    return letter.left >= box.left && letter.right <= box.right + 1;
  });
  expect(first).toBe(true);
  // A short one is aligned like a left-to-right one.
  await expect(name).toHaveCSS("text-align", "left");
});

test.describe("an opportunity", () => {
  test("is edited in place and moves along its line; undo brings it back", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead", amount: 40_000 }]);
    const id = opportunity?.id ?? "";
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${id}`));
    const record = new RecordPage(page, "Harbour crane");
    await record.edit("Value", "45000");
    await expect(record.field("Value")).toContainText("$45,000");
    await expect(record.timelineEntries.first()).toContainText("changed value from $40,000 to $45,000");

    await record.stage("Proposal").click();
    await new Shell(page).keep("Harbour crane moved to Proposal");
    await expect(record.currentStage).toContainText("Proposal");
    await expect(record.timelineEntries.first()).toContainText("to Proposal");
    expect((await opportunityOperations.get(firm.ctx, { id })).stage.name).toBe("Proposal");
    await new Shell(page).undo("Harbour crane moved to Proposal");
    await expect(record.currentStage).toContainText("Lead");
    await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).stage.name).toBe("Lead");

    await record.tab("Stage history");
    const history = page.getByRole("tabpanel", { name: /^Stage history/ });
    await expect(history).toContainText("Lead");
    // A stay that was undone at once does not count.
    await expect(history).not.toContainText("Proposal");
    // The user and origin are beside the days, not hidden behind a scroll edge.
    const source = history.getByRole("cell", { name: /By hand$/ }).first();
    await expect(async () => {
      const [outer, inner] = [await history.boundingBox(), await source.getByText("By hand").boundingBox()];
      expect((inner?.x ?? 0) + (inner?.width ?? 9_999)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0));
    }).toPass();
  });

  test("whose value could not be taken is edited on, and its tab panels show the focus", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead", amount: 1_000 }]);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${opportunity?.id}`));
    const record = new RecordPage(page, "Bridge");
    await record.edit("Probability", "33.3%");
    const input = page.getByRole("combobox", { name: "Probability", exact: true });
    await expect(page.getByRole("alert").filter({ hasText: /whole number/ })).toBeVisible();
    await input.fill("40%");
    await page.keyboard.press("Enter");
    await expect(record.field("Probability")).toHaveText(/40%$/);
    await expect
      .poll(async () => (await opportunityOperations.get(firm.ctx, { id: opportunity?.id ?? "" })).ownProbability)
      .toBe(40);

    await page.getByRole("tab", { name: /^Timeline/ }).focus();
    await page.keyboard.press("Tab");
    const panel = page.getByRole("tabpanel", { name: /^Timeline/ });
    await expect(panel).toBeFocused();
    await expect(panel).toHaveCSS("outline-style", "solid");
  });

  test("cannot be taken back over someone else's move: it says whose", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
    const id = opportunity?.id ?? "";
    const max = await firm.join("admin", "Max Mover");
    const stages = await firm.stages();
    await signIn(page, firm.owner);
    // Otherwise the other person's move would be reported in place of one's own.
    await hold(page, "/api/pusher/user-auth");
    await page.goto(firm.at(`/opportunities/${id}`));
    const record = new RecordPage(page, "Harbour crane");
    await record.stage("Proposal").click();
    await expect(record.currentStage).toContainText("Proposal");
    await new Shell(page).keep("Harbour crane moved to Proposal");
    await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).stage.name).toBe("Proposal");
    await moveOpportunity(max.ctx, { id, stageId: stages.get("Negotiation")?.id ?? "" });
    await new Shell(page).undo("Harbour crane moved to Proposal");
    await expect(
      page
        .getByRole("alert")
        .filter({ hasText: "Max Mover has since moved this to Negotiation. Your move was not undone." }),
    ).toBeVisible();
    expect((await opportunityOperations.get(firm.ctx, { id })).stage.name).toBe("Negotiation");
  });

  test("is won, and reopened", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Negotiation", amount: 40_000 }]);
    const id = opportunity?.id ?? "";
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${id}`));
    await page.getByRole("button", { name: "Mark as won" }).click();
    await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
    await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).status).toBe("won");
    await page.getByRole("button", { name: "Reopen" }).click();
    await expect(page.getByRole("button", { name: "Mark as won" })).toBeVisible();
    await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).stage.name).toBe("Negotiation");
  });

  test("holds products with quantity and price, whose sum can become its value", async ({ page, firm }) => {
    const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
    const id = opportunity?.id ?? "";
    await productOperations.create(firm.ctx, { name: "Pilot Scan", price: { amount: 120_000, currency: "USD" } });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${id}?tab=products`));
    await page.getByRole("button", { name: "Add product" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a product to Harbour crane" });
    await dialog.getByLabel("Product", { exact: true }).click();
    await page.getByRole("option", { name: /Pilot Scan/ }).click();
    await dialog.getByLabel("Quantity").fill("3");
    await dialog.getByRole("button", { name: "Add product" }).click();
    const products = page.getByRole("region", { name: "Products" });
    await expect(products.getByRole("definition")).toContainText("$3,600");

    await products.getByRole("button", { name: "Use $3,600 as value" }).click();
    await expect(new Shell(page).toast("Value set to $3,600")).toBeVisible();
    await expect
      .poll(async () => (await opportunityOperations.get(firm.ctx, { id })).amount)
      .toEqual({ amount: 360_000, currency: "USD" });

    await products.getByRole("button", { name: "Remove Pilot Scan" }).click();
    await expect(products.getByText("No products yet")).toBeVisible();
    await new Shell(page).undo("Pilot Scan removed");
    await expect(products.getByRole("definition")).toContainText("$3,600");
    await expect.poll(async () => (await listOpportunityLines(firm.ctx, { id })).lines.length).toBe(1);
  });

  test("has its products in an order that keys change, and a removed one comes back in its place", async ({
    page,
    firm,
  }) => {
    const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
    const id = opportunity?.id ?? "";
    let version = opportunity?.version ?? 1;
    for (const name of ["Boom", "Cabin", "Drive"]) {
      const price = { amount: 100_000, currency: "USD" };
      const { id: productId } = await productOperations.create(firm.ctx, { name, price });
      ({ version } = await addOpportunityLine(firm.ctx, { id, version, productId, quantity: 1 }));
    }
    const names = async () => (await listOpportunityLines(firm.ctx, { id })).lines.map(({ product }) => product.name);
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/opportunities/${id}?tab=products`));
    const products = page.getByRole("region", { name: "Products" });
    await moveUpByKeys(page, "Drive", { from: 3, to: 1, of: 3 });
    await expect.poll(names).toEqual(["Drive", "Boom", "Cabin"]);
    await expect(products.getByRole("listitem").first()).toContainText("Drive");

    await products.getByRole("button", { name: "Edit Quantity of Boom" }).click();
    await page.getByRole("combobox", { name: "Quantity of Boom", exact: true }).fill("3");
    await page.keyboard.press("Enter");
    await expect(products.getByRole("definition")).toContainText("$5,000");

    await products.getByRole("button", { name: "Remove Boom" }).click();
    await expect.poll(names).toEqual(["Drive", "Cabin"]);
    await new Shell(page).undo("Boom removed");
    await expect.poll(names).toEqual(["Drive", "Boom", "Cabin"]);
    await expect(products.getByRole("definition")).toContainText("$5,000");
    for (const width of [375, 320]) {
      await page.setViewportSize({ width, height: 812 });
      await expect(products.getByRole("button", { name: "Edit Unit price of Boom" })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(width);
    }
  });

  test("that does not exist says so, with a way back", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/0190a0a0-0000-7000-8000-000000000000"));
    await expect(page.getByText(/opportunity.*(not|nothing)/i).first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Opportunities" }).first()).toBeVisible();
  });
});
