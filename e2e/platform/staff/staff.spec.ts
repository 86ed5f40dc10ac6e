import { addDays, subMinutes } from "date-fns";
import { generate, generateSecret } from "otplib";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { platformClient } from "@/server/db/client";
import { newStaff } from "@/test/staff";
import { parkEvent } from "@/test/staff-cases";
import { makePerson, password } from "../../firm";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test("staff sign in, and there is no console for others", async ({ page, firm, browserOf }) => {
  const ruth = await makePerson("Ruth Ready");
  await platformClient().staff.create({ data: { userId: ruth.userId, role: "support" } });
  const secret = generateSecret();
  await setTotp(ruth.userId, secret);
  await page.goto("/staff");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Work email", { exact: false }).or(page.getByLabel(/mail/i)).first().fill(ruth.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Code", { exact: true }).fill(await generate({ secret }));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/staff$/);
  // Support reads: there is no act of operators.
  await page.goto(`/staff/workspaces/${firm.ctx.tenant.id}`);
  await expect(page.getByRole("heading", { name: firm.name })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add override" })).toHaveCount(0);
  expect((await page.goto("/staff/workspaces/none"))?.status()).toBe(404);
  expect((await page.goto(firm.at("/accounts")))?.status(), "no right in a workspace").toBe(404);

  const owner = await browserOf(firm.owner);
  expect((await owner.goto("/staff"))?.status()).toBe(404);
  await expect(owner.getByText("Page not found")).toBeVisible();
});

test("an operator finds a workspace by a member, gives it a limit, replays an event, suspends and opens it", async ({
  page,
  firm,
  browserOf,
}) => {
  const operator = await newStaff("operator");
  const secret = generateSecret();
  await setTotp(operator.userId, secret);
  await parkEvent(firm.ctx, "The receiver answered 410 Gone");
  await signIn(page, operator);
  await page.goto("/staff");
  const shell = new Shell(page);
  await shell.openCommands();
  await shell.commands.getByRole("combobox").fill(firm.owner.email);
  await expect(page.getByRole("option", { name: firm.name })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search workspaces" }).fill(firm.owner.email);
  await expect(page.getByRole("table", { name: "Workspaces" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: firm.name }).click();
  await expect(page.getByRole("heading", { name: firm.name })).toBeVisible();

  await page.getByRole("button", { name: "Add override" }).click();
  const dialog = page.getByRole("dialog", { name: "Add override" });
  await dialog.getByLabel("At most").fill("77");
  await dialog.getByLabel("Reason").fill("A project with many guests");
  // The last proof is old by now; the act goes on after a new one, and the next ones ask for none.
  const isOld = { confirmedAt: subMinutes(new Date(), 11) };
  await platformClient().session.updateMany({ where: { userId: operator.userId }, data: isOld });
  await dialog.getByRole("button", { name: "Add override" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm your identity" });
  await proof.getByLabel("Code").fill(await generate({ secret }));
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Override added")).toBeVisible();
  await expect(page.getByRole("table", { name: "Overrides" }).getByText("A project with many guests")).toBeVisible();
  await expect(page.getByText("1 of 77")).toBeVisible();

  await expect(page.getByText("The receiver answered 410 Gone")).toBeVisible();
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await expect(page.getByText("1 event is delivered again")).toBeVisible();

  const owner = await browserOf(firm.owner);
  await page.getByRole("button", { name: "Actions for this workspace" }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  await page.getByLabel("Reason").fill("Not paid since May");
  await page.getByRole("button", { name: "Suspend workspace" }).click();
  await expect(page.getByText("Suspended: Not paid since May")).toBeVisible();
  await owner.goto(firm.at("/accounts"));
  await expect(owner.getByText("Not paid since May")).toBeVisible();

  await page.getByRole("button", { name: "Actions for this workspace" }).click();
  await page.getByRole("menuitem", { name: "Reactivate" }).click();
  await page.getByLabel("Reason").fill("Paid today");
  await page.getByRole("button", { name: "Reactivate workspace" }).click();
  await expect(page.getByText("Suspended: Not paid since May")).toHaveCount(0);
  await owner.goto(firm.at("/accounts"));
  await expect(owner.getByRole("heading", { name: "Accounts", exact: true })).toBeVisible();

  await page.goto("/staff/audit");
  const log = page.getByRole("table", { name: "Staff audit" }).getByRole("row").filter({ hasText: firm.name });
  await expect(log).toHaveCount(4);
  await expect(log.first()).toContainText(`Workspace reactivated`);
  await expect(log.first()).toContainText("Paid today");
  await expect(log.first()).toContainText(operator.name);
});

test("a trial goes on when staff extend it", async ({ page, firm }) => {
  const operator = await newStaff("operator");
  await firm.ctx.db.subscription.updateMany({
    data: { plan: "trial", state: "none", trialEndsAt: addDays(new Date(), -1) },
  });
  await signIn(page, operator);
  await page.goto(`/staff/workspaces/${firm.ctx.tenant.id}`);
  await expect(page.getByText("Starter").first()).toBeVisible();
  await page.getByRole("button", { name: "Actions for this workspace" }).click();
  await page.getByRole("menuitem", { name: "Extend the trial" }).click();
  await page.getByLabel("Reason").fill("They were on holiday");
  await page.getByRole("button", { name: "Extend trial" }).click();
  await expect(page.getByText("The trial is extended")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ends" })).toHaveAttribute("aria-current", "step");
});
