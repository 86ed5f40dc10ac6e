import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { setNotificationPreference } from "@/modules/platform/history/notifications/operations/preferences";
import { mailsTo } from "@/test/mail";
import { expect, signIn, test } from "../../test";

test("urgent notifications are mailed at once; their link stops such mail, and the log shows them", async ({
  page,
  firm,
}) => {
  const colleague = await firm.join("member", "Carl Colleague");
  const [opportunity] = await firm.opportunities([{ name: "Bridge", stage: "Lead" }]);
  if (!opportunity) throw new Error("There is no opportunity.");
  await setNotificationPreference(colleague.ctx, { type: "opportunityAssigned", channel: "emailAtOnce", wanted: true });
  await opportunityOperations.update(firm.ctx, {
    id: opportunity.id,
    version: opportunity.version,
    ownerId: colleague.ctx.member?.id ?? null,
  });

  const subject = "Olive Owner assigned Bridge to you";
  const arrived = async () => (await mailsTo(colleague.email)).map((mail) => mail.subject);
  // From the act through the outbox and the workflow server to the mail server.
  await expect.poll(arrived).toContain(subject);

  await page.goto(`/dev/mail?to=${colleague.email}`);
  await page.getByRole("link", { name: subject }).click();
  const mail = page.frameLocator("iframe");
  await expect(mail.getByRole("link", { name: "Bridge" })).toHaveAttribute("href", new RegExp(opportunity.id));
  const stop = await mail.getByRole("link", { name: "Opportunity assigned to me" }).getAttribute("href");

  // Nobody is signed in.
  await page.goto(stop ?? "");
  const button = page.getByRole("button", { name: "Stop e-mails about “Opportunity assigned to me”" });
  await expect(button).toBeEnabled();
  const off = () =>
    firm.ctx.db.notificationPreference.count({
      where: { type: "opportunityAssigned", channel: "email", wanted: false },
    });
  expect(await off()).toBe(0);
  await button.click();
  await expect(page.getByText("You no longer get e-mails about: Opportunity assigned to me.")).toBeVisible();
  expect(await off()).toBe(1);

  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/mail-log"));
  const line = page.getByRole("row").filter({ hasText: "Opportunity assigned to me (urgent)" });
  await expect(line).toContainText("Carl Colleague");
  await expect(line).toContainText("Sent");
});
