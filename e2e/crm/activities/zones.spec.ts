import { dayLater, localDay, momentOfClock } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { getWorkspace, updateWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { everyDay } from "@/test/digests";
import { ListPage } from "../../pages/list";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

for (const zone of ["America/New_York", "Pacific/Auckland"])
  test(`one typed time is the same on every screen for a member in ${zone}`, async ({ page, firm }) => {
    const account = await firm.account({ name: "Alder Ports" });
    await setWorkingHours(firm.ctx, { own: { zone, week: everyDay } });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${account.id}`));
    await expect(page.getByRole("heading", { name: "Alder Ports" })).toBeVisible();
    await page.keyboard.press("l");
    const box = page.getByRole("region", { name: "Log an activity" });
    await expect(box.getByRole("textbox")).toBeFocused();
    // The third day from now lies in the next seven, also when a day begins meanwhile.
    const day = dayLater(localDay(new Date(), zone), 3);
    const startsAt = momentOfClock(day, 15 * 60, zone);
    await page.keyboard.type(`Call Ann ${day} 3pm`);
    await expect(box.getByText(/3:00 PM/)).toBeVisible();
    await box.getByRole("textbox").press("ControlOrMeta+Enter");
    await expect(page.getByRole("region", { name: "Next step" }).getByText(/, 3:00 PM/)).toBeVisible();

    const { rows } = await activityOperations.list(firm.ctx, {});
    expect(rows.map((row) => row.startsAt)).toEqual([startsAt.toISOString()]);
    const { id, name } = rows[0] ?? { id: "", name: "" };

    await page.goto(firm.at(`/activities/${id}`));
    await expect(page.getByRole("heading", { name })).toBeVisible();
    await expect(page.getByText(/3:00 PM/).first()).toBeVisible();
    await page.goto(firm.at("/activities"));
    await expect(new ListPage(page, "Activities").row(name)).toContainText("3:00 PM");
    await page.goto(firm.at("/today"));
    await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("3:00 PM");
    await page.goto(firm.at(`/activities?view=calendar&date=${day}`));
    const calendar = page.getByRole("region", { name: "Calendar" });
    await expect(calendar.getByRole("button", { name })).toContainText(/3:00 PM|15:00/);
  });

test("when the workspace changes its zone, a page that was open before shows the day there", async ({ page, firm }) => {
  // The two are 25 hours apart, so it is never the same day in both.
  const [before, after] = ["Pacific/Pago_Pago", "Pacific/Kiritimati"] as const;
  const { version } = await getWorkspace(firm.ctx, {});
  await updateWorkspace(firm.ctx, { version, timeZone: before });
  const dueOn = localDay(new Date(), after);
  await activityOperations.create(firm.ctx, {
    name: "Ship the crane",
    kind: "task",
    dueOn,
    ownerId: firm.ctx.member?.id ?? null,
  });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/today"));
  const badge = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Today/ });
  const dayIn = (timeZone: string) =>
    page.getByText(
      new Date().toLocaleDateString("en-US", { timeZone, weekday: "long", month: "long", day: "numeric" }),
    );
  await expect(dayIn(before)).toBeVisible();
  await expect(badge).toHaveText("Today");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "General" }).first().click();
  const settings = new SettingsPages(page);
  await settings.find("Time zone", "Kiritimati", /Kiritimati/);
  await settings.button("Save changes").click();
  await expect(new Shell(page).toast("Settings saved")).toBeVisible();
  await page.getByRole("link", { name: firm.name }).click();
  await expect(badge).toHaveText("Today1");
  await badge.click();
  await expect(dayIn(after)).toBeVisible();
});
