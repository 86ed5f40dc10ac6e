import { asked } from "@/server/stripe";
import { CheckoutPage } from "../../pages/checkout";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { superuser } from "../../superuser";
import { expect, signIn, test } from "../../test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

// The browser's language determines how prices are written.
test.use({ locale: "en-US" });

test("a firm meets a limit, pays, adds a seat, and moves to a smaller plan with its data", { tag: "@journey" }, async ({
  page,
  firm,
}) => {
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const checkout = new CheckoutPage(page);
  const plans = page.getByRole("region", { name: "Plans" });
  const modules = page.getByRole("region", { name: "Modules" });
  const seats = page.getByRole("region", { name: "Seats" });
  const tenantId = firm.ctx.tenant.id;
  // Two weeks later.
  await superuser("update subscriptions set trial_ends_at = now() where tenant_id = $1", [tenantId]);
  await signIn(page, firm.owner);

  await test.step("Starter has one pipeline, and the refusal leads to the plan", async () => {
    await page.goto(firm.at("/settings/pipelines"));
    await settings.button("New pipeline").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Export");
    await settings.dialog.getByRole("button", { name: "Create pipeline" }).click();
    await expect(settings.dialog).toContainText("The plan of this workspace has 1 pipeline, and it is in use.");
    await settings.dialog.getByRole("link", { name: "Plan and modules", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Plan and modules", exact: true })).toBeVisible();
    await expect(modules).toContainText("1 of 1 pipeline");
  });

  await test.step("a card is declined, and another one is confirmed with the bank", async () => {
    await plans.getByRole("button", { name: "Choose Professional" }).click();
    await settings.button("Increase Seats").click();
    await expect(settings.dialog).toContainText("$580");
    await settings.dialog.getByRole("button", { name: "Go to payment" }).click();
    await checkout.fillAddress();
    await checkout.payBy("Declined");
    await expect(checkout.refusal).toContainText("declined");
    await checkout.payBy("Needs confirmation");
    await checkout.answerBank("Confirm payment");
    await expect(shell.toast("The payment went through, and the plan is active")).toBeVisible();
    await expect(page.getByText("Card 3155")).toBeVisible();
    await expect(seats).toContainText("of 2 bought");
    await expect(modules).toContainText("1 of 10 pipelines");
  });

  await test.step("what was refused is possible now", async () => {
    await page.goto(firm.at("/settings/pipelines"));
    await settings.button("New pipeline").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Export");
    await settings.confirm("Create pipeline");
  });

  await test.step("the invoice is shown", async () => {
    await page.goto(firm.at("/settings/billing"));
    const invoices = page.getByRole("region", { name: "Invoices" }).getByRole("listitem");
    await expect(invoices.filter({ hasText: "Paid" }).filter({ hasText: "$580.00" })).toBeVisible();
  });

  await test.step("a seat is added for the amount shown", async () => {
    await page.goto(firm.at("/settings/plan"));
    await seats.getByRole("button", { name: "Increase Seats" }).click();
    await seats.getByRole("button", { name: "Review change" }).click();
    await expect(settings.dialog).toContainText("From 2 to 3 seats today.");
    await expect(settings.dialog).toContainText("Due today$290");
    await settings.dialog.getByRole("button", { name: "Pay $290" }).click();
    await expect(shell.toast("1 seat added")).toBeVisible();
    await expect(seats).toContainText("of 3 bought");
  });

  await test.step("a smaller plan names what it closes, is taken back, and is taken", async () => {
    await plans.getByRole("button", { name: "Move to Starter" }).click();
    await expect(settings.dialog).toContainText("Nothing is deleted.");
    await expect(settings.dialog).toContainText("1 pipeline");
    await expect(settings.dialog).toContainText("Export");
    await settings.confirm("Move to Starter");
    await expect(page.getByText(/^Professional ends on /)).toBeVisible();
    await settings.button("Keep Professional").click();
    await expect(shell.toast("This workspace stays on Professional")).toBeVisible();
    await expect(page.getByText(/^Professional ends on /)).toHaveCount(0);
    await plans.getByRole("button", { name: "Move to Starter" }).click();
    await settings.confirm("Move to Starter");
    await expect(page.getByText(/^Professional ends on /)).toBeVisible();
  });

  await test.step("at the end of the paid time all data are kept", async () => {
    const [row] = await superuser<{ id: string }>(
      "select stripe_subscription_id as id from subscriptions where tenant_id = $1",
      [tenantId],
    );
    await asked((stripe) => stripe.subscriptions.cancel(row?.id ?? ""));
    await expect(page.getByText("This plan is free")).toBeVisible();
    const closed = page.getByRole("main").locator("li", { hasText: "of 2; the plan has 1 pipeline" });
    await expect(closed).toContainText("Export");
    await page.goto(firm.at("/settings/pipelines"));
    await expect(page.getByRole("tab", { name: "Export", exact: true })).toBeVisible();
  });
});
