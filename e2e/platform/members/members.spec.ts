import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { hold } from "../../hold";
import { AccessPages } from "../../pages/access";
import { Shell } from "../../pages/shell";
import { comesAtSecondTry } from "../../second-try";
import { expect, signIn, test } from "../../test";

test.describe("members", () => {
  test("the page tells its last change and all of them; a row what they own and when they were here", async ({
    page,
    firm,
    browserOf,
  }) => {
    const vera = await firm.join("member", "Vera Viewer");
    const theirs = await browserOf(vera);
    await theirs.goto(firm.at("/accounts"));
    await firm.opportunities([
      { name: "Crane", stage: "Lead" },
      { name: "Quay", stage: "Lead" },
    ]);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members"));
    const row = (name: string) => page.getByRole("listitem").filter({ hasText: name });
    await expect(row("Olive Owner")).toContainText(/2\s*Now/);
    await expect(row("Vera Viewer")).toContainText(/0\s*(Now|1m ago)/);
    await page.getByRole("combobox", { name: "Role of Vera Viewer" }).click();
    await page.getByRole("option", { name: "Manager" }).click();
    await expect(page.getByText("Last change: Olive Owner changed the role of Vera Viewer")).toBeVisible();
    // It would lie over the button for some seconds.
    await new Shell(page).toast("Vera Viewer is now Manager").getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Show all changes" }).click();
    const all = page.getByRole("dialog", { name: "Changes of members" });
    await expect(all.getByRole("article").first()).toContainText("Member to Manager");
    await expect(all.getByRole("article")).toContainText(["changed the role", "Vera Viewer joined", "invited"]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Show all changes" })).toBeFocused();
    await setVisibility(firm.ctx, { entity: "opportunity", level: "own" });
    await theirs.goto(firm.at("/settings/members"));
    await expect(theirs.getByRole("listitem").filter({ hasText: "Olive Owner" })).toContainText(/–\s*(Now|1m ago)/);
  });

  test("people are invited, get another role and are removed, and each holds at the next request", async ({
    page,
    firm,
    browserOf,
  }) => {
    const max = await firm.join("viewer", "Max Member");
    await firm.account({ name: "Alder Ports" });
    const theirs = await browserOf(max);
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members"));
    const shell = new Shell(page);

    await test.step("a new role", async () => {
      await page.getByRole("combobox", { name: "Role of Max Member" }).click();
      await page.getByRole("option", { name: "Admin" }).click();
      await expect(shell.toast("Max Member is now Admin")).toBeVisible();
      await theirs.goto(firm.at("/accounts"));
      await expect(theirs.getByRole("row", { name: /Alder Ports/ })).toBeVisible();
      await expect(theirs.getByRole("button", { name: "New account" }).first()).toBeVisible();
    });

    await test.step("a removal: the removed member is out wherever they are", async () => {
      await page.getByRole("button", { name: "More for Max Member" }).click();
      await page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
      await page.getByRole("button", { name: "Remove member" }).click();
      await expect(shell.toast("Max Member was removed")).toBeVisible();
      await expect(page.getByRole("button", { name: "More for Max Member" })).toHaveCount(0);
      const asked = await theirs.request.get("/api/v1/accounts", { headers: { "x-workspace": firm.slug } });
      expect(asked.status()).toBe(404);
      await theirs.goto(firm.at("/accounts"));
      await expect(theirs.getByRole("heading", { name: "Page not found" })).toBeVisible();
      await expect(theirs.getByRole("row", { name: /Alder Ports/ })).toHaveCount(0);
      await expect(theirs.getByRole("navigation", { name: firm.name })).toHaveCount(0);
    });

    await test.step("a placeholder that is invited", async () => {
      await page.getByRole("button", { name: "Add placeholder" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Darcel Schlecht");
      await page.getByRole("dialog").getByRole("button", { name: /Add/ }).click();
      const group = page.getByRole("region", { name: "Placeholder members" });
      await expect(group).toContainText("Darcel Schlecht");
      await group.getByRole("button", { name: "Invite", exact: true }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "E-mail" }).fill(`darcel-${firm.slug}@firm.example`);
      await page.getByRole("button", { name: "Send invitation" }).click();
      await expect(group).toContainText(/Sent .*, expires/);
    });

    await test.step("an invitation that is revoked opens nothing", async () => {
      const email = `revoked-${firm.slug}@firm.example`;
      await page.getByRole("button", { name: "Invite members" }).click();
      await page.getByRole("textbox", { name: "E-mail addresses" }).fill(`Rita Revoked <${email}>, nobody`);
      await page.getByRole("button", { name: "Send invitations" }).click();
      await expect(page.getByText("“nobody” is not an e-mail address.")).toBeVisible();
      await page.getByRole("button", { name: "Invite the other 1 person" }).click();
      await page.getByRole("button", { name: "More for Rita Revoked" }).click();
      await page.getByRole("menuitem", { name: "Revoke the invitation" }).click();
      await page.getByRole("button", { name: "Revoke invitation" }).click();
      await expect(shell.toast(`The invitation for ${email} was revoked`)).toBeVisible();
      await page.context().clearCookies();
      await new AccessPages(page).openMailedLink(email);
      await expect(page.getByRole("heading", { name: "This invitation is not valid" })).toBeVisible();
      await expect(page.getByRole("button", { name: /^Join/ })).toHaveCount(0);
    });
  });

  test("an invitation whose mail did not go says why, and goes when it is tried again", async ({ page, firm }) => {
    const email = `full-${firm.slug}@firm.example`;
    const { results } = await inviteMembers(firm.ctx, { invitees: [{ email }], role: "member" });
    const invitationId = results[0]?.invitationId ?? "";
    await firm.ctx.db.invitation.updateMany({ where: { id: invitationId }, data: { sentAt: null } });
    await firm.ctx.db.notificationMail.updateMany({
      where: { invitationId },
      data: { status: "failed", reason: "The mail server said: 552 mailbox full" },
    });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members?show=invited"));
    const line = page.getByRole("region", { name: "Invitations" }).getByRole("listitem").filter({ hasText: email });
    await expect(line).toContainText("Not sent · The mail server said: 552 mailbox full");
    await line.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Send invitation" }).click();
    await expect(line).toContainText(/Sent .*, expires/);
    await expect(line.getByRole("button", { name: "Resend" })).toBeVisible();

    await page.goto(firm.at("/settings/mail-log"));
    const mails = page.getByRole("row").filter({ hasText: email });
    await expect(mails.filter({ hasNotText: "552 mailbox full" })).toContainText(/Invitation.*Sent/);
    await expect(mails.filter({ hasText: "552 mailbox full" })).toContainText(/Invitation.*Failed/);
  });

  test("more members that do not come are told, with another try", async ({ page, firm }) => {
    const names = Array.from({ length: 55 }, (_, index) => `guest ${100 + index}`);
    await firm.ctx.db.member.createMany({
      data: names.map((name) => ({ name, nameKey: name, role: "member", status: "placeholder" })),
    });
    // A signal would refetch the whole list, in place of the request that is to fail.
    await hold(page, "/api/pusher/user-auth");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/members"));
    const lines = page.getByRole("region", { name: "Placeholder members" }).getByRole("listitem");
    await expect(lines).toHaveCount(50);
    await comesAtSecondTry(page, "members.list", page.getByRole("button", { name: "Show 5 more of 5" }), lines);
    await expect(lines).toHaveCount(55);
  });
});
