import { expect, signIn, test } from "../test";

test("an owner connects HubSpot, pauses it and ends it; one who denies access is told", async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/integrations"));
  const catalogue = page.getByRole("region", { name: "CRM" });
  await catalogue.getByRole("button", { name: "Connect HubSpot" }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByRole("status").filter({ hasText: "access was not allowed there" })).toBeVisible();
  await page.getByRole("button", { name: "Close this message" }).click();
  await expect(page).toHaveURL(firm.at("/settings/integrations"));

  await catalogue.getByRole("button", { name: "Connect HubSpot" }).click();
  await page.getByText("Halden Systems").first().click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("HubSpot is connected.")).toBeVisible();
  const connected = page.getByRole("region", { name: "Connected" });
  await expect(connected).toContainText("Connected");
  await expect(page.getByRole("heading", { name: "Integrations" })).toBeVisible();

  await connected.getByRole("link", { name: "HubSpot" }).click();
  await page.getByRole("link", { name: "Settings", exact: true }).last().click();
  await expect(page.getByRole("link", { name: "Settings", exact: true }).last()).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expect(page.getByText(firm.owner.name).last()).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Disconnect HubSpot" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("HubSpot is disconnected")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Disconnected", exact: true })).toBeVisible();
  expect(await firm.ctx.db.connectionSecret.count()).toBe(0);
});

test("on a phone the connections are a list, and a lost access is mended from its page", async ({ page, firm }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  const data = { provider: "hubspot", accountId: "4711", accountName: "Halden Systems", grant: "expired" };
  const lost = { failure: "HubSpot no longer accepts the access that it gave.", failedAt: new Date() };
  await firm.ctx.db.connection.create({ data: { ...data, ...lost }, select: { id: true } });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/integrations"));
  await expect(page.getByRole("region", { name: "What needs you" })).toContainText("HubSpot must be reconnected");
  await page.getByRole("region", { name: "Connected" }).getByRole("link", { name: "HubSpot" }).click();
  await page.getByRole("link", { name: "Settings", exact: true }).last().click();
  await expect(page.getByText("HubSpot no longer accepts the access that it gave.")).toBeVisible();
  await page.getByRole("button", { name: "Reconnect" }).click();
  await page.getByText("Birch & Sons").first().click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("another account of HubSpot was chosen")).toBeVisible();
});
