import { getWorkspace, updateWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { record } from "@/server/usage/record";
import { failing } from "../../failing";
import { hold } from "../../hold";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("entries come in pages, and a failure is told with a retry", async ({ page, firm }) => {
  const settings = new SettingsPages(page);
  const [source, memberId] = ["rest", firm.ctx.member?.id];
  const at = (nth: number) => new Date(Date.now() - nth);
  await record(
    firm.ctx,
    Array.from({ length: 55 }, (_, nth) => ({
      ...{ meter: "apiCalls" as const, quantity: 1, key: `call ${nth}`, at: at(nth), source, memberId },
    })),
  );
  // A signal would cause a refetch of the failed entries before anybody presses the button.
  await hold(page, "/api/pusher/user-auth");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/usage"));
  await page.getByRole("tab", { name: "Members" }).click();
  const mend = await failing(page, "usage.events");
  await settings.button(/^55 API calls,/).click();
  await expect(settings.dialog).toContainText("The entries could not be loaded");
  await mend();
  await settings.dialog.getByRole("button", { name: "Try again" }).click();
  await expect(settings.dialog.getByRole("listitem")).toHaveCount(50);
  await settings.dialog.getByRole("button", { name: "Show earlier entries" }).click();
  await expect(settings.dialog.getByRole("listitem")).toHaveCount(55);
});

test("an owner reads the use of the month, sets a budget, changes it, and takes back its archiving", async ({
  page,
  firm,
}) => {
  const settings = new SettingsPages(page);
  const shell = new Shell(page);
  const memberId = firm.ctx.member?.id;
  await record(firm.ctx, [
    { meter: "emailsSent", quantity: 420, key: "sent", at: new Date(), source: "mail", memberId },
  ]);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/usage"));
  const meters = page.getByRole("list", { name: "Meters" });
  await expect(meters).toContainText("420");
  await expect(meters).toContainText("of 500");
  await meters.getByRole("button", { name: /^E-mails sent/ }).click();
  await settings.button("Show as table").click();
  await expect(
    page.getByRole("region", { name: "E-mails sent by day" }).getByRole("row", { name: /^Today/ }),
  ).toContainText("420");
  await settings.button("Today: show the entries").click();
  await expect(settings.dialog.getByRole("listitem")).toHaveCount(1);
  await expect(settings.dialog.getByRole("listitem")).toContainText(firm.owner.name);
  await expect(settings.dialog.getByRole("listitem")).toContainText("420 e-mails");
  await settings.button("Close").click();

  const line = page.getByRole("row", { name: new RegExp(`^${firm.owner.name}`) });
  await expect(line).toHaveCount(0);
  await settings.button(firm.name).click();
  await line.getByRole("button", { name: /^420 E-mails sent/ }).click();
  await expect(settings.dialog).toContainText(`E-mails sent: ${firm.owner.name}, ${firm.name}`);
  await expect(settings.dialog.getByRole("listitem")).toContainText("420 e-mails");
  await settings.button("Close").click();

  await page.getByRole("tab", { name: "Members" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`^${firm.owner.name}`) })).toContainText("420");

  await settings.button("New budget").first().click();
  await settings.dialog.getByLabel("Amount a month").fill("250");
  await settings.dialog.getByLabel("Send alerts at, %").fill("50, fifty");
  await settings.dialog.getByRole("button", { name: "Create budget" }).click();
  await expect(settings.dialog).toContainText("Type whole percentages with commas");
  await settings.dialog.getByLabel("Send alerts at, %").fill("60, 100");
  await settings.confirm("Create budget");
  const budgets = page.getByRole("region", { name: "Budgets", exact: true });
  await expect(budgets).toContainText("of $250");
  await expect(budgets).toContainText("Only notifies");

  await settings.button("Budget of Workspace").click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await settings.dialog.getByLabel("Amount a month").fill("300");
  await settings.dialog.getByRole("radio", { name: "Yes" }).click();
  await settings.confirm("Save budget");
  await expect(budgets).toContainText("of $300");
  await expect(budgets).toContainText("Stops at 100%");

  await settings.button("Budget of Workspace").click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(budgets).not.toContainText("of $300");
  await shell.undo("The budget of Workspace is archived");
  await expect(budgets).toContainText("of $300");
  expect(await firm.ctx.db.budget.findFirst({ select: { stops: true, thresholds: true } })).toEqual({
    stops: true,
    thresholds: [60, 100],
  });
});

test("a rate has the decimal comma of a German workspace", async ({ page, firm }) => {
  const { version } = await getWorkspace(firm.ctx, {});
  await updateWorkspace(firm.ctx, { version, locale: "de-DE", currency: "EUR" });
  const settings = new SettingsPages(page);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/usage"));
  await settings.button("New budget").first().click();
  await settings.dialog.getByLabel("Amount a month").fill("1.250,50");
  await settings.dialog.getByLabel("EUR for one US dollar").fill("0,0921");
  await settings.confirm("Create budget");
  await settings.button("Budget of Workspace").click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(settings.dialog.getByLabel("EUR for one US dollar")).toHaveValue("0,0921");
  const budget = await firm.ctx.db.budget.findFirstOrThrow({ select: { amountMinor: true, ratePerUsd: true } });
  expect([budget.amountMinor, String(budget.ratePerUsd)]).toEqual([125_050n, "0.0921"]);
});
