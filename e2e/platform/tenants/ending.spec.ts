import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { superuser } from "../../superuser";
import { expect, signIn, test } from "../../test";

test("an owner exports the workspace, asks for its deletion, undoes it and hands the workspace over", async ({
  page,
  browserOf,
  firm,
}) => {
  await firm.account({ name: "Quayside Traders" });
  const heir = await firm.join("member", "Hera Heir");
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/ending"));
  const main = page.getByRole("main");

  await expect(main.getByText("No exports yet.")).toBeVisible();
  await settings.button("Export workspace").click();
  const download = main.getByRole("button", { name: "Download" });
  await expect(download).toBeVisible();
  const file = page.waitForEvent("download");
  await download.click();
  expect((await file).suggestedFilename()).toMatch(new RegExp(`^${firm.slug}-.*\\.zip$`));

  await settings.button("Delete workspace").click();
  await settings.dialog.getByLabel("Name of the workspace").fill("Another name");
  await settings.dialog.getByRole("button", { name: "Delete workspace" }).click();
  await expect(settings.dialog).toContainText(`Type the name of the workspace: ${firm.name}`);
  await settings.dialog.getByLabel("Name of the workspace").fill(firm.name);
  await settings.confirm("Delete workspace");
  await expect(shell.toast("The workspace will be deleted in 14 days")).toBeVisible();
  const banner = page.getByRole("status").filter({ hasText: "This workspace will be deleted in 14 days" });
  await expect(banner).toBeVisible();

  const theirs = await browserOf(heir);
  await theirs.goto(firm.at("/accounts"));
  await expect(theirs.getByText("Ask an owner if you want to keep it.")).toBeVisible();
  await expect(theirs.getByText("Quayside Traders")).toBeVisible();
  await expect(theirs.getByRole("button", { name: "New account" })).toHaveCount(0);

  await banner.getByRole("button", { name: "Undo the deletion" }).click();
  await expect(shell.toast("The workspace will not be deleted")).toBeVisible();
  await expect(banner).toHaveCount(0);

  await settings.button("Transfer ownership").click();
  await settings.dialog.getByLabel("New owner").click();
  await page.getByPlaceholder("Find a member").fill("Hera");
  await page.getByRole("option", { name: "Hera Heir" }).click();
  await settings.confirm("Transfer ownership");
  await expect(main.getByText("Only owners can export and delete a workspace")).toBeVisible();
  await theirs.goto(firm.at("/settings/ending"));
  await expect(theirs.getByRole("button", { name: "Delete workspace" })).toBeVisible();
});

test("a workspace whose time has come is gone for its members, at once and wherever they are", async ({
  page,
  firm,
}) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await superuser(
    "update tenants set deletion_asked_at = now(), deletion_due_at = now() - interval '1 second' where id = $1",
    [firm.tenant.id],
  );
  const answer = await page.goto(firm.at("/accounts"));
  expect(answer?.status()).toBe(404);
  await page.goto("/workspaces");
  await expect(page.getByText(firm.name)).toHaveCount(0);
});

test("links to a sign-in page show a picture of the workspace, and without the link nothing of it", async ({
  page,
  firm,
  browser,
}) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/general"));
  const link = (await page.locator("code", { hasText: "/sign-in?workspace=" }).textContent()) ?? "";
  const visitor = await browser.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: `Sign in to ${firm.name}` })).toBeVisible();
  const address = await visitor.locator('meta[property="og:image"]').getAttribute("content");
  const picture = await visitor.request.get(address ?? "");
  expect([picture.status(), picture.headers()["content-type"]]).toEqual([200, "image/png"]);
  await visitor.goto(`/sign-in?workspace=${firm.slug}`);
  await expect(visitor.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
  expect(await visitor.content()).not.toContain(firm.name);
  await visitor.close();
});
