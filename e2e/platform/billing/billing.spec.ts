import { asked } from "@/server/stripe";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { payForPlan } from "../../paying";
import { expect, signIn, test } from "../../test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

test("an owner reads invoices, changes what they say, and replaces the card by one that the bank asks about", async ({
  page,
  firm,
}) => {
  await payForPlan(firm);
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/billing"));
  const main = page.getByRole("main");
  await expect(main.getByText("Visa ending 4242")).toBeVisible();
  await expect(main.getByText("5 seats, yearly")).toBeVisible();
  const invoices = page.getByRole("region", { name: "Invoices" });
  await expect(invoices.getByRole("listitem")).toHaveCount(2);
  await expect(invoices.getByRole("listitem").last()).toContainText("$1,450.00");
  await expect(invoices.getByRole("listitem").last()).toContainText("Paid");

  await invoices.getByRole("button", { name: "Preview" }).click();
  await expect(settings.dialog).toContainText("Due then");
  await settings.button("Close").click();

  const file = page.waitForEvent("download");
  await invoices.getByRole("button", { name: /^PDF of invoice/ }).click();
  expect((await file).suggestedFilename()).toMatch(/\.pdf$/);

  await settings.button("Edit").click();
  for (const [label, text] of Object.entries({ Company: "Quay Freight, Inc.", Street: "12 Quay Road" }))
    await settings.dialog.getByLabel(label, { exact: true }).fill(text);
  await settings.dialog.getByLabel("Country").click();
  await page.getByPlaceholder("Find a country").fill("United States");
  await page.getByRole("option", { name: "United States", exact: true }).click();
  await settings.confirm("Save details");
  await expect(shell.toast("Details saved")).toBeVisible();
  await expect(main.getByText("Quay Freight, Inc.")).toBeVisible();

  await settings.button("Replace card").click();
  await page.getByText("Needs confirmation", { exact: true }).click();
  await page.getByRole("button", { name: "Use this card" }).click();
  await page.getByRole("button", { name: /^Confirm/ }).click();
  await expect(page).toHaveURL(/\/settings\/billing$/);
  await expect(main.getByText("Visa ending 3155")).toBeVisible();
  const { stripeCustomerId } = await firm.ctx.db.subscription.findFirstOrThrow();
  const customer = await asked((stripe) => stripe.customers.retrieve(stripeCustomerId ?? ""));
  expect(customer).toMatchObject({ name: "Quay Freight, Inc." });
});

test("members do not read billing, and a workspace without a paid plan is led to the plans", async ({
  page,
  browserOf,
  firm,
}) => {
  const theirs = await browserOf(await firm.join("member", "Mila Member"));
  await theirs.goto(firm.at("/settings/billing"));
  await expect(theirs.getByText("Billing is for owners and admins")).toBeVisible();
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/billing"));
  await page.getByRole("link", { name: "Compare plans" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Plan and modules", exact: true })).toBeVisible();
});
