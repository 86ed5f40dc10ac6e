import { listCalendars } from "@/modules/platform/workspace/calendars/operations/calendars";
import { getWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { SettingsPages } from "../../pages/settings";
import { Shell } from "../../pages/shell";
import { expect, signIn, test } from "../../test";

test.describe("working hours", () => {
  test("of the workspace: hours, holidays and other days are typed, refused and kept", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/working-hours"));
    const settings = new SettingsPages(page);
    const shell = new Shell(page);
    const friday = page.getByRole("textbox", { name: "Friday" });
    await expect(friday).toHaveValue("9:00–17:00");
    await friday.fill("9-12, 11-15");
    await settings.button("Save hours").click();
    await expect(page.getByText("These times overlap. Enter each hour once.")).toBeVisible();
    await friday.fill("9-12, 13-15");
    await settings.button("Save hours").click();
    await expect(shell.toast("The hours were saved")).toBeVisible();
    await expect(friday).toHaveValue("9:00–12:00, 13:00–15:00");

    await settings.button("Add holidays").click();
    await settings.find("Country", "germ", "Germany");
    await page.getByRole("combobox", { name: /^State or region/ }).click();
    await page.getByPlaceholder("Find a state or region").fill("bay");
    await page.getByRole("option", { name: "Bayern" }).click();
    await settings.confirm("Add holidays");
    await expect(shell.toast("The holidays were added")).toBeVisible();
    await expect(page.getByText("DE-BY").first()).toBeVisible();
    await settings.button("Add days").click();
    await settings.dialog.getByRole("textbox", { name: "Label" }).fill("Company holiday");
    await settings.dialog.getByRole("textbox", { name: "First day" }).fill("2199-12-30");
    await settings.confirm("Add days");
    await expect(page.getByText("Company holiday", { exact: true })).toBeVisible();

    const [calendar] = await listCalendars(firm.ctx, {});
    expect(calendar?.week?.[4]).toEqual([
      { from: 540, until: 720 },
      { from: 780, until: 900 },
    ]);
    expect(calendar?.days.find(({ label }) => label === "Company holiday")).toMatchObject({
      from: "2199-12-30",
      until: "2199-12-30",
      intervals: [],
      source: "typed",
    });
  });

  test("of a member: their own with days off, and back to those of the workspace", async ({ page, firm }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/my-hours"));
    const settings = new SettingsPages(page);
    const shell = new Shell(page);
    await settings.select("I work", "At hours of my own");
    await page.getByRole("textbox", { name: "Monday" }).fill("8-12");
    await page.getByRole("textbox", { name: "Friday" }).fill("");
    await settings.button("Add days off").click();
    await page.getByRole("textbox", { name: "First day" }).fill("2199-12-27");
    await page.getByRole("textbox", { name: "Last day" }).fill("2199-12-31");
    await settings.button("Save my hours").click();
    await expect(shell.toast("Your working hours were saved")).toBeVisible();
    const { own } = await getWorkingHours(firm.ctx, {});
    expect([own?.week[0], own?.week[4], own?.days]).toEqual([
      [{ from: 480, until: 720 }],
      [],
      [{ from: "2199-12-27", until: "2199-12-31", intervals: [], label: "Vacation" }],
    ]);
    await settings.select("I work", "As the workspace: Working hours");
    await settings.button("Save my hours").click();
    await expect.poll(async () => (await getWorkingHours(firm.ctx, {})).own).toBeNull();
  });
});
