import type { Page } from "@playwright/test";
import { asked } from "@/server/stripe";
import { addressOf, password } from "../firm";
import { AccessPages } from "../pages/access";
import { CheckoutPage } from "../pages/checkout";
import { SettingsPages } from "../pages/settings";
import { Shell } from "../pages/shell";
import { superuser } from "../superuser";
import { takenOver } from "../taken-over";
import { expect, test } from "../test";

/** From the start page into a new workspace, with one colleague invited. Returns its address. */
async function signUp(page: Page): Promise<string> {
  const access = new AccessPages(page);
  const email = addressOf("sonja seller");
  await page.goto("/");
  await page.getByRole("link", { name: "Create an account" }).click();
  await access.signUp({ name: "Sonja Seller", email, password });
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await access.openMailedLink(email);
  await access.password().fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Quay ${email.slice(13, 21)}`);
  await expect(page.getByText(/ is available\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL("**/welcome/colleagues");
  await takenOver(page);
  await page.getByRole("textbox", { name: "Mail addresses" }).fill(addressOf("ida invited"));
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByRole("link", { name: "Import files" })).toBeVisible();
  return new URL(page.url()).pathname.split("/")[1] ?? "";
}

const recordsOf = (slug: string) =>
  superuser<{ name: string }>(
    "select name from site_visits where tenant_id = (select id from tenants where slug = $1)",
    [slug],
  );

// The browser's language determines how prices are written.
test.use({ locale: "en-US" });

test("a firm signs up, meets a limit, pays, uses a module that it bought, and moves to a smaller plan with its data", async ({
  page,
}) => {
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const checkout = new CheckoutPage(page);
  const plans = page.getByRole("region", { name: "Plans" });
  const modules = page.getByRole("region", { name: "Modules" });
  const seats = page.getByRole("region", { name: "Seats" });
  const entry = page.getByRole("link", { name: "Site visits", exact: true });
  const slug = await signUp(page);
  const at = (path: string) => `/${slug}${path}`;
  const ofTenant = "tenant_id = (select id from tenants where slug = $1)";
  // Two weeks later.
  await superuser(`update subscriptions set trial_ends_at = now() where ${ofTenant}`, [slug]);

  await test.step("Starter has one pipeline, and the refusal leads to the plan", async () => {
    await page.goto(at("/settings/pipelines"));
    await settings.button("New pipeline").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Export");
    await settings.dialog.getByRole("button", { name: "Create pipeline" }).click();
    await expect(settings.dialog).toContainText("The plan of this workspace has 1 pipeline, and it is in use.");
    await settings.dialog.getByRole("link", { name: "Plan and modules" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Plan and modules" })).toBeVisible();
    await expect(modules).toContainText("1 of 1 pipeline");
  });

  await test.step("a card is declined, and another one is confirmed with the bank", async () => {
    await plans.getByRole("button", { name: "Choose Professional" }).click();
    await settings.button("One more: Seats").click();
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
    await page.goto(at("/settings/pipelines"));
    await settings.button("New pipeline").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Export");
    await settings.confirm("Create pipeline");
  });

  await test.step("a module is bought for the amount shown, and its pages open", async () => {
    await page.goto(at("/site-visits"));
    await expect(page.getByRole("heading", { name: "Projects is off" })).toBeVisible();
    await expect(entry).toHaveCount(0);
    await page.goto(at("/settings/plan"));
    await modules.getByRole("button", { name: "Try 14 days" }).locator("visible=true").click();
    await settings.confirm("Begin the trial");
    await expect(modules).toContainText("Trial, 14 days left");
    await modules.getByRole("button", { name: "Switch on" }).locator("visible=true").click();
    await expect(settings.dialog).toContainText("Projects is switched on today");
    await expect(settings.dialog).toContainText("$490.00");
    await settings.dialog.getByRole("button", { name: "Pay $490" }).click();
    await expect(shell.toast("Projects is on")).toBeVisible();
    await expect(modules).toContainText("1 add-on bought, $490 a year");
    await page.goto(at("/accounts"));
    await entry.click();
    await settings.button("New site visit").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Crane inspection");
    await settings.dialog.getByRole("button", { name: "Create site visit" }).click();
    await expect(page.getByRole("heading", { name: "Crane inspection" })).toBeVisible();
  });

  await test.step("switched off its pages are closed and its records stay, switched on they are there", async () => {
    await page.goto(at("/settings/plan"));
    await modules.getByRole("button", { name: "Switch off" }).locator("visible=true").click();
    await expect(settings.dialog).toContainText("It stays paid for until you remove it from the plan.");
    await settings.confirm("Switch off");
    await expect(shell.toast("Projects is off")).toBeVisible();
    await page.goto(at("/site-visits"));
    await expect(page.getByRole("heading", { name: "Projects is off" })).toBeVisible();
    await expect(entry).toHaveCount(0);
    expect(await recordsOf(slug)).toEqual([{ name: "Crane inspection" }]);
    await page.getByRole("link", { name: "Plan and modules" }).click();
    await modules.getByRole("button", { name: "Switch on" }).locator("visible=true").click();
    await expect(settings.dialog).toContainText("It costs nothing more.");
    await settings.confirm("Switch on");
    await page.goto(at("/site-visits"));
    await expect(page.getByRole("row", { name: /Crane inspection/ })).toBeVisible();
    await expect(entry).toBeVisible();
  });

  await test.step("use and invoices are shown", async () => {
    await page.goto(at("/settings/usage"));
    const mails = page.getByRole("list", { name: "Meters" }).getByRole("button", { name: /^E-mails sent/ });
    await expect(mails).toContainText("of 5,000");
    await expect(mails).toContainText(/^E-mails sent1/);
    await page.goto(at("/settings/billing"));
    const invoices = page.getByRole("region", { name: "Invoices" }).getByRole("listitem");
    await expect(invoices.filter({ hasText: "Paid" }).filter({ hasText: "$580.00" })).toBeVisible();
    await expect(invoices.filter({ hasText: "Paid" }).filter({ hasText: "$490.00" })).toBeVisible();
  });

  await test.step("a seat is added for the amount shown", async () => {
    await page.goto(at("/settings/plan"));
    await seats.getByRole("button", { name: "One more: Seats" }).click();
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
    await expect(settings.dialog).toContainText("1 module is switched off");
    await expect(settings.dialog).toContainText("Projects");
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
      `select stripe_subscription_id as id from subscriptions where ${ofTenant}`,
      [slug],
    );
    // By then the trial of the module is over, too.
    await superuser(`update tenant_modules set trial_ends_at = now() where ${ofTenant}`, [slug]);
    await asked((stripe) => stripe.subscriptions.cancel(row?.id ?? ""));
    await expect(page.getByText("This plan is free")).toBeVisible();
    await page.goto(at("/site-visits"));
    await expect(page.getByRole("heading", { name: "Projects is off" })).toBeVisible();
    await expect(entry).toHaveCount(0);
    expect(await recordsOf(slug)).toEqual([{ name: "Crane inspection" }]);
    await page.goto(at("/settings/pipelines"));
    await expect(page.getByRole("tab", { name: "Export", exact: true })).toBeVisible();
  });
});
