import { CheckoutPage } from "../pages/checkout";
import { SettingsPages } from "../pages/settings";
import { Shell } from "../pages/shell";
import { superuser } from "../superuser";
import { expect, signIn, test } from "../test";

// The browser's language determines how prices are written.
test.use({ locale: "en-US" });

test("a module is tried, bought for the amount shown, used, and switched off and on with its records", async ({
  page,
  firm,
}) => {
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const checkout = new CheckoutPage(page);
  const plans = page.getByRole("region", { name: "Plans" });
  const modules = page.getByRole("region", { name: "Modules" });
  // A table and a list for phones have the same buttons.
  const act = (name: string) => modules.getByRole("button", { name }).locator("visible=true");
  const entry = page.getByRole("link", { name: "Products", exact: true });
  const isOff = page.getByRole("heading", { name: "Projects is off" });
  const tenantId = firm.ctx.tenant.id;
  const records = () => superuser<{ name: string }>("select name from products where tenant_id = $1", [tenantId]);
  // Two weeks later.
  await superuser("update subscriptions set trial_ends_at = now() where tenant_id = $1", [tenantId]);
  await signIn(page, firm.owner);

  await test.step("its pages are closed, and no navigation leads there", async () => {
    await page.goto(firm.at("/products"));
    await expect(isOff).toBeVisible();
    await expect(entry).toHaveCount(0);
    await page.getByRole("link", { name: "Plan and modules" }).click();
  });

  await test.step("it is tried beside a paid plan", async () => {
    await plans.getByRole("button", { name: "Choose Professional" }).click();
    await settings.dialog.getByRole("button", { name: "Go to payment" }).click();
    await checkout.fillAddress();
    await checkout.payBy("Pays");
    await expect(shell.toast("The payment went through, and the plan is active")).toBeVisible();
    await act("Try 14 days").click();
    await settings.confirm("Begin the trial");
    await expect(modules).toContainText("Trial, 14 days left");
  });

  await test.step("it is bought for the amount shown, and its pages open", async () => {
    await act("Switch on").click();
    await expect(settings.dialog).toContainText("Projects is switched on today");
    await expect(settings.dialog).toContainText("$490.00");
    await settings.dialog.getByRole("button", { name: "Pay $490" }).click();
    await expect(shell.toast("Projects is on")).toBeVisible();
    await expect(modules).toContainText("1 add-on bought, $490 a year");
    await page.goto(firm.at("/contacts"));
    await entry.click();
    await settings.button("New product").first().click();
    await settings.dialog.getByLabel("Name", { exact: true }).fill("Crane inspection");
    await settings.dialog.getByRole("button", { name: "Create product" }).click();
    await expect(page.getByRole("heading", { name: "Crane inspection" })).toBeVisible();
  });

  await test.step("switched off its pages are closed and its records stay, switched on they are there", async () => {
    await page.goto(firm.at("/settings/plan"));
    await act("Switch off").click();
    await expect(settings.dialog).toContainText("It stays paid for until you remove it from the plan.");
    await settings.confirm("Switch off");
    await expect(shell.toast("Projects is off")).toBeVisible();
    await page.goto(firm.at("/products"));
    await expect(isOff).toBeVisible();
    await expect(entry).toHaveCount(0);
    expect(await records()).toContainEqual({ name: "Crane inspection" });
    await page.getByRole("link", { name: "Plan and modules" }).click();
    await act("Switch on").click();
    await expect(settings.dialog).toContainText("It costs nothing extra.");
    await settings.confirm("Switch on");
    await page.goto(firm.at("/products"));
    await expect(page.getByRole("row", { name: /Crane inspection/ })).toBeVisible();
    await expect(entry).toBeVisible();
  });

  await test.step("a smaller plan says that it is switched off", async () => {
    await page.goto(firm.at("/settings/plan"));
    await plans.getByRole("button", { name: "Move to Starter" }).click();
    await expect(settings.dialog).toContainText("1 module is switched off");
    await expect(settings.dialog).toContainText("Projects");
  });
});
