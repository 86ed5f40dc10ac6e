import type { Page } from "@playwright/test";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import type { Firm } from "../../firm";
import { by } from "../../layers";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

const zone = "America/Chicago";
const inDays = (days: number) => dayLater(localDay(new Date(), zone), days);
const sectionOf = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const rowOf = (page: Page, section: string, title: string) =>
  sectionOf(page, section).getByRole("listitem").filter({ hasText: title });

/** A morning: a late call, something for today, and something for tomorrow at three. */
async function morning({ ctx, account }: Firm) {
  const { id } = await account({ name: "Konex" });
  const about = [{ entity: "account", id }];
  const mine = { ownerId: ctx.member?.id ?? null, about };
  const make = (name: string, when: object) =>
    activityOperations.create(ctx, { name, kind: "call", ...mine, ...when } as never);
  return {
    late: await make("Call about the delivery", { dueOn: inDays(-1) }),
    due: await make("Send the order form", { dueOn: inDays(0) }),
    next: await make("Review the contract", { startsAt: momentOfDay(inDays(1), 15 * 60, zone).toISOString() }),
  };
}

const now = (firm: Firm, { id }: { id: string }) => activityOperations.get(firm.ctx, { id });

test("a morning by keyboard: done, snoozed, rescheduled and undone, and another window counts along", {
  tag: "@journey",
}, async ({ page, firm, browserOf }) => {
  const { late, due, next } = await morning(firm);
  const second = await browserOf(firm.owner);
  await second.goto(firm.at("/accounts"));
  const badge = second.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Today/ });
  await expect(badge).toHaveText("Today2");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page.getByRole("heading", { name: "Today", level: 1 })).toBeVisible();
  await expect(rowOf(page, "Overdue", late.name)).toContainText("Konex");
  expect(await serious(page)).toEqual([]);

  await page.keyboard.press("j");
  await expect(rowOf(page, "Overdue", late.name).getByRole("link")).toBeFocused();
  await page.keyboard.press("x");
  await expect(rowOf(page, "Done today", late.name)).toBeVisible();
  await expect(sectionOf(page, "Overdue")).toHaveCount(0);
  await expect(badge).toHaveText("Today1");
  await expect.poll(async () => (await now(firm, late)).status).toBe("completed");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(rowOf(page, "Overdue", late.name)).toBeVisible();
  await expect(badge).toHaveText("Today2");

  await rowOf(page, "Today", due.name).getByRole("link").focus();
  await page.keyboard.press("s");
  const snooze = page.getByRole("dialog", { name: `Snooze ${due.name}` });
  await snooze.getByLabel("Another day").fill("yesterday");
  await page.keyboard.press("Enter");
  await expect(snooze.getByText("This time is in the past")).toBeVisible();
  await snooze.getByRole("button", { name: /^Tomorrow/ }).click();
  await expect(rowOf(page, "Next 7 days", due.name)).toBeVisible();
  await expect.poll(async () => (await now(firm, due)).dueOn).toBe(inDays(1));

  await rowOf(page, "Next 7 days", next.name).getByRole("link").focus();
  await page.keyboard.press("e");
  const move = page.getByRole("dialog", { name: `Reschedule ${next.name}` });
  await move.getByRole("button", { name: /^Today/ }).click();
  await expect(rowOf(page, "Today", next.name)).toBeVisible();

  await rowOf(page, "Today", next.name).getByRole("link").focus();
  await page.keyboard.press("d");
  const done = page.getByRole("dialog", { name: `Mark ${next.name} as done` });
  await done.getByLabel("Result").fill("Signed.");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(done).toBeHidden();
  await expect(rowOf(page, "Done today", next.name)).toBeVisible();
  await expect(rowOf(page, "Next 7 days", `Follow up: ${next.name}`)).toBeVisible();

  await rowOf(page, "Next 7 days", "Follow up").getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Follow up: ${next.name}` })).toBeVisible();
});

/** Moves a finger sideways over a row. */
async function swipe(page: Page, section: string, title: string, by: number): Promise<void> {
  const box = await rowOf(page, section, title).boundingBox();
  if (!box) throw new Error(`${title} is not shown.`);
  const touch = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const send = (type: "touchStart" | "touchMove" | "touchEnd", x: number) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: at.y }] });
  await send("touchStart", at.x);
  // The finger rests at the end: the browser takes a tap after a flick as the end of its scrolling.
  for (const part of [0.25, 0.5, 0.75, 1, 1, 1, 1, 1]) {
    await send("touchMove", at.x + by * part);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await send("touchEnd", at.x + by);
  await touch.detach();
}

test("a morning on a phone: swipes complete and snooze, and the menu does the same", { tag: "@phone" }, async ({
  page,
  firm,
}) => {
  const { late, due, next } = await morning(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/today"));
  await expect(rowOf(page, "Overdue", late.name)).toBeVisible();
  expect(await serious(page)).toEqual([]);
  await swipe(page, "Overdue", late.name, 150);
  await expect(rowOf(page, "Done today", late.name)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(rowOf(page, "Overdue", late.name)).toBeVisible();
  await expect.poll(async () => (await now(firm, late)).status).toBe("planned");

  await swipe(page, "Today", due.name, -150);
  await page
    .getByRole("dialog", { name: `Snooze ${due.name}` })
    .getByRole("button", { name: /^Tomorrow/ })
    .tap();
  await expect.poll(async () => (await now(firm, due)).dueOn).toBe(inDays(1));

  await by(page, "button", `More for ${next.name}`).tap();
  await by(page, "menuitem", "Mark done").tap();
  await expect.poll(async () => (await now(firm, next)).status).toBe("completed");
});
