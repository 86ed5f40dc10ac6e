import type { Page } from "@playwright/test";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { password } from "../firm";
import { AccessPages } from "../pages/access";
import { SettingsPages } from "../pages/settings";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

/** From now on the server has no file of this tab's version, as after a new deployment, until the returned function is called. */
async function outdated(page: Page): Promise<() => Promise<void>> {
  const files = "**/_next/static/chunks/**";
  await page.route(files, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "Not found" }));
  return () => page.unroute(files);
}

test.describe("a tab of an earlier deployment", () => {
  test("can sign out", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/profile"));
    const renewed = await outdated(page);
    // The next page is of the new deployment, whose files are there.
    await page.route("**/api/auth/signout", async (route) => {
      await renewed();
      await route.continue();
    });
    await new Shell(page).signOut(firm.owner.name);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(firm.at("/accounts"));
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test("says at sign-in that it must be reloaded, and signs in then", async ({ page, firm }) => {
    await page.goto(firm.at("/accounts"));
    const renewed = await outdated(page);
    const access = new AccessPages(page);
    await access.signIn(firm.owner.email, password);
    const alerts = page.getByRole("alert").filter({ hasText: "This page is from an earlier version" });
    await expect(alerts).toHaveCount(1);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(alerts).toHaveCount(2);
    await renewed();
    await alerts.first().getByRole("button", { name: "Reload the page" }).click();
    await expect(alerts).toHaveCount(0);
    await access.signIn(firm.owner.email, password);
    await expect(page).toHaveURL(firm.at("/accounts"));
  });

  test("shows the recovery codes that it makes", async ({ page, firm }) => {
    await setTotp(firm.owner.userId, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/profile"));
    // A browser that is never idle loads nothing ahead.
    await page.evaluate(() => {
      window.requestIdleCallback = () => 0;
    });
    const settings = new SettingsPages(page);
    await settings.button("Create new codes").click();
    await expect(settings.dialog).toContainText("Create new recovery codes?");
    await outdated(page);
    await settings.dialog.getByRole("button", { name: "Create new codes" }).click();
    await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
    await settings.button("I have saved them").click();
    await expect(page.getByText("10 codes are left")).toBeVisible();
  });
});
