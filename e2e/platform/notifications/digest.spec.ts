import { clockOf, dayLater, localDay } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { setDigestTime } from "@/modules/platform/history/notifications/digests/operations/time";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { mailsTo } from "@/test/mail";
import { expect, signIn, test } from "../../test";

const allDay = [{ from: 0, until: 1440 }];

test("the morning digest comes by e-mail, leads to Today, and its link ends it", async ({ page, firm }) => {
  const { ctx } = firm;
  const memberId = ctx.member?.id ?? "";
  await setWorkingHours(ctx, { own: { zone: "UTC", week: Array.from({ length: 7 }, () => allDay) } });
  const now = new Date();
  const make = (name: string, dueOn: string) =>
    activityOperations.create(ctx, { name, kind: "task", dueOn, ownerId: memberId } as never);
  await make("Send the offer", dayLater(localDay(now, "UTC"), -2));
  await make("Call Ada", localDay(now, "UTC"));
  // A member who came today has no digest before tomorrow.
  await ctx.db.member.updateMany({ where: { id: memberId }, data: { createdAt: new Date("2026-01-05T08:00:00Z") } });
  const [hours = 0, minutes = 0] = clockOf(now, "UTC").slice("2026-11-30 ".length).split(":").map(Number);
  await setDigestTime(ctx, { at: hours * 60 + minutes });

  const subject = "Your day: 1 overdue, 1 due today";
  // From the chosen time through the clock, the workflow server and the mail server.
  await expect
    .poll(async () => (await mailsTo(firm.owner.email)).map((mail) => mail.subject), { timeout: 60_000 })
    .toContain(subject);
  await signIn(page, firm.owner);
  await page.goto(`/dev/mail?to=${firm.owner.email}`);
  await page.getByRole("link", { name: subject }).click();
  const mail = page.frameLocator("iframe");
  await expect(mail.getByRole("heading", { name: "Overdue (1)" })).toBeVisible();
  await expect(mail.getByRole("link", { name: "Send the offer" })).toBeVisible();
  const linkOf = (name: string) => mail.getByRole("link", { name }).getAttribute("href");
  const [today, settings, stop] = [
    await linkOf("Open Today"),
    await linkOf("Change its time"),
    await linkOf("Stop the morning digest"),
  ];

  await page.goto(today ?? "");
  await expect(page.getByRole("heading", { name: "Today", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Overdue", exact: true })).toContainText("Send the offer");

  await page.goto(settings ?? "");
  const time = page.getByRole("combobox", { name: "When the morning digest is sent" });
  await time.click();
  await page.getByRole("option", { name: "6:30 AM" }).click();
  await expect(page.getByText("The time of the digest is saved")).toBeVisible();
  const hoursOf = () => ctx.db.notificationHours.findFirst({ where: { memberId }, select: { digestAt: true } });
  expect(await hoursOf()).toEqual({ digestAt: 390 });

  await page.goto(stop ?? "");
  await page.getByRole("button", { name: "Stop e-mails about “Morning digest”" }).click();
  await expect(page.getByText("You no longer get e-mails about: Morning digest.")).toBeVisible();
  await page.goto(firm.at("/settings/notifications"));
  await expect(page.getByRole("checkbox", { name: "Morning digest: By e-mail" })).not.toBeChecked();
  await expect(time).toBeDisabled();
});
