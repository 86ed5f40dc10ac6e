import type { Page } from "@playwright/test";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Firm } from "../firm";
import { Shell } from "../pages/shell";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

const march = "/tasks?view=calendar&date=2027-03-10";
const cell = (page: Page, day: string) => page.locator(`[data-day="${day}"]`);
const entry = (page: Page, day: string, name: string) => cell(page, day).getByRole("button", { name });

async function tasksOf(firm: Firm) {
  const { id: projectId } = await projectOperations.create(firm.ctx, { name: "Crane rollout" });
  const make = (name: string, dueOn: string, startsOn: string | null = null) =>
    taskOperations.create(firm.ctx, { name, projectId, dueOn, startsOn });
  return { make, dueOf: async (id: string) => (await taskOperations.get(firm.ctx, { id })).dueOn };
}

test("tasks stand on their due days, and move by mouse and by keys while another person looks", async ({
  page,
  firm,
  browserOf,
}) => {
  const { make, dueOf } = await tasksOf(firm);
  const { id } = await make("Order the crane", "2027-03-10");
  const bound = await make("Test the load", "2027-03-18", "2027-03-18");
  const other = await browserOf(await firm.join("admin", "Kami Bicknell"));
  await other.goto(firm.at(march));
  await signIn(page, firm.owner);
  await page.goto(firm.at("/tasks?q=the"));
  await page.getByRole("radio", { name: "Calendar" }).click();
  await expect(page).toHaveURL(/view=calendar&q=the/);
  await page.goto(firm.at(march));
  await expect(page.getByRole("heading", { name: "March 2027" })).toBeVisible();
  await expect(entry(other, "2027-03-10", "Order the crane")).toBeVisible();

  await test.step("a drag sets another day, and is undone", async () => {
    const from = await entry(page, "2027-03-10", "Order the crane").boundingBox();
    const to = await cell(page, "2027-03-12").boundingBox();
    if (!from || !to) throw new Error("The days are not drawn.");
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 60, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => dueOf(id)).toBe("2027-03-12");
    await expect(entry(page, "2027-03-12", "Order the crane")).toBeVisible();
    await expect(entry(other, "2027-03-12", "Order the crane")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => dueOf(id)).toBe("2027-03-10");
    await expect(entry(page, "2027-03-10", "Order the crane")).toBeVisible();
  });

  await test.step("keys move it by a week, and the focus goes along", async () => {
    await entry(page, "2027-03-10", "Order the crane").focus();
    await page.keyboard.press("Alt+ArrowDown");
    await expect.poll(() => dueOf(id)).toBe("2027-03-17");
    await expect(entry(page, "2027-03-17", "Order the crane")).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(entry(page, "2027-03-18", "Test the load")).toBeFocused();
  });

  await test.step("a refused move puts it back and says why", async () => {
    await page.keyboard.press("Alt+ArrowLeft");
    await expect(new Shell(page).toast(/A task is due on the day it starts or later/)).toBeVisible();
    await expect(entry(page, "2027-03-18", "Test the load")).toBeVisible();
    expect(await dueOf(bound.id)).toBe("2027-03-18");
  });

  expect(await serious(page)).toEqual([]);
  await entry(page, "2027-03-18", "Test the load").click();
  await expect(page.getByRole("region", { name: "Test the load" })).toBeVisible();
});

test("a full day shows all of its tasks, and takes a new one", async ({ page, firm }) => {
  const { make } = await tasksOf(firm);
  for (const name of ["First", "Second", "Third", "Fourth", "Fifth"]) await make(name, "2027-03-10");
  await signIn(page, firm.owner);
  await page.goto(firm.at(march));
  const day = cell(page, "2027-03-10");
  await day.getByRole("button", { name: "3 more" }).click();
  const all = page.getByRole("dialog", { name: "Wed, Mar 10, 2027" });
  await expect(all.getByRole("button")).toHaveCount(5);
  await all.getByRole("button", { name: "Fifth" }).click();
  await expect(page.getByRole("region", { name: "Fifth" })).toBeVisible();
  await page.keyboard.press("Escape");
  await cell(page, "2027-03-11").hover();
  await page.getByRole("button", { name: "New task on Thu, Mar 11, 2027" }).click();
  const form = page.getByRole("dialog", { name: "New task" });
  await expect(form.getByLabel("Due")).toHaveValue(/11/);
});

test("is a list of days on a phone", { tag: "@phone" }, async ({ page, firm }) => {
  const { make } = await tasksOf(firm);
  await make("Order the crane", "2027-03-10");
  await signIn(page, firm.owner);
  await page.goto(firm.at(march));
  const calendar = page.getByRole("region", { name: "Calendar" });
  await expect(calendar.getByRole("heading", { name: "Wednesday, March 10" })).toBeVisible();
  await calendar.getByRole("button", { name: /Order the crane/ }).click();
  await expect(page.getByRole("heading", { name: "Order the crane" })).toBeVisible();
});
