import type { Page } from "@playwright/test";
import { dayLater, localDay, momentOfClock, weekdayOf } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

const zone = "America/Chicago";
/** Tuesday of next week: a drag by a day stays in the week, and ahead. */
const today = localDay(new Date(), zone);
const tuesday = dayLater(today, 9 - weekdayOf(today));
const at = (day: string, minute: number) => momentOfClock(day, minute, zone).toISOString();
const nine = 9 * 60;

const block = (page: Page, name: string) =>
  page.getByRole("region", { name: "Calendar" }).getByRole("button", { name });

test.describe("the calendar of activities", () => {
  test("moves an activity by mouse and by keys, is undone, and another person sees it at once", async ({
    page,
    firm,
    browserOf,
  }) => {
    const account = await firm.account({ name: "Alder Ports" });
    const made = await activityOperations.create(firm.ctx, {
      name: "Walk through the quote",
      kind: "meeting",
      startsAt: at(tuesday, nine),
      duration: 45,
      about: [{ entity: "account", id: account.id }],
    });
    const startOf = async () => (await activityOperations.get(firm.ctx, { id: made.id })).startsAt;
    const person = await firm.join("admin", "Kami Bicknell");
    await signIn(page, firm.owner);
    await page.goto(firm.at("/activities"));
    await page.getByRole("radio", { name: "Calendar" }).click();
    await page.getByRole("button", { name: "Next week" }).click();
    const mine = block(page, "Walk through the quote");
    await expect(mine).toContainText("9:00");
    const other = await browserOf(person);
    await other.goto(firm.at(`/activities?view=calendar&date=${tuesday}&people=${firm.ctx.member?.id}`));
    await expect(block(other, "Walk through the quote")).toContainText("9:00");

    const box = await mine.boundingBox();
    if (!box) throw new Error("The activity is not drawn.");
    // The library places the middle of a block: that of 45 minutes lies within a slot.
    const held = box.y + 22;
    await page.mouse.move(box.x + box.width / 2, held);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 1.5, held + 56, { steps: 8 });
    await page.mouse.move(box.x + box.width * 1.5, held + 2 * 56, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText(/Walk through the quote moved to/)).toBeVisible();
    await expect.poll(startOf).toBe(at(dayLater(tuesday, 1), nine + 120));
    await expect(block(other, "Walk through the quote")).toContainText("11:00");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(startOf).toBe(at(tuesday, nine));
    // The page shows the undone time a moment after the server has it: a key moves what is shown.
    await expect(block(page, "Walk through the quote")).toContainText("9:00");

    // A block that is still being placed takes no focus.
    await expect(async () => {
      await block(page, "Walk through the quote").focus();
      await expect(block(page, "Walk through the quote")).toBeFocused({ timeout: 500 });
    }).toPass();
    await activityOperations.create(firm.ctx, { name: "Call Priya", kind: "call", startsAt: at(tuesday, nine + 180) });
    await expect(block(page, "Call Priya")).toBeVisible();
    await expect(block(page, "Walk through the quote")).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await expect.poll(startOf).toBe(at(tuesday, nine + 15));
    await expect(block(page, "Walk through the quote")).toBeFocused();
    await page.keyboard.press("Alt+ArrowRight");
    await expect.poll(startOf).toBe(at(dayLater(tuesday, 1), nine + 15));
    await expect(block(other, "Walk through the quote")).toContainText("9:15");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "Walk through the quote" })).toBeVisible();
  });

  test("makes an activity from one line, shows closing opportunities, and has no serious fault for screen readers", async ({
    page,
    firm,
  }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/activities?view=calendar&date=${tuesday}`));
    await expect(page.getByRole("heading", { name: /\d{4}/, level: 2 })).toBeVisible();
    await page.keyboard.press("n");
    const line = page.getByRole("dialog", { name: "New activity" });
    await expect(line.getByRole("textbox")).toBeFocused();
    await page.keyboard.type("call Priya about the quote");
    await expect(line.getByText(/9:00 AM/)).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(block(page, "Call Priya about the quote")).toBeVisible();
    for (const key of ["m", "d", "a", "w"]) {
      await page.keyboard.press(key);
      await expect(page.getByRole("region", { name: "Calendar" })).toBeVisible();
      expect(await serious(page)).toEqual([]);
    }
  });

  test("is a list of days on a phone", { tag: "@phone" }, async ({ page, firm }) => {
    await activityOperations.create(firm.ctx, { name: "Call Priya", kind: "call", startsAt: at(tuesday, nine) });
    await activityOperations.create(firm.ctx, { name: "Send the draft", dueOn: tuesday });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/activities?view=calendar&date=${tuesday}`));
    const calendar = page.getByRole("region", { name: "Calendar" });
    await expect(calendar.getByRole("button", { name: /All day.*Send the draft/ })).toBeVisible();
    await calendar.getByRole("button", { name: /9:00.*Call Priya/ }).click();
    await expect(page.getByRole("heading", { name: "Call Priya" })).toBeVisible();
  });
});
