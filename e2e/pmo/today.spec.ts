import type { Page } from "@playwright/test";
import { dayLater, localDay } from "@/lib/working-time";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskStatusOperations } from "@/modules/pmo/task-statuses/operations";
import { addTaskItem } from "@/modules/pmo/tasks/checklist/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { workflowOperations } from "@/modules/pmo/workflows/operations";
import type { Firm } from "../firm";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

const zone = "America/Chicago";
const inDays = (days: number) => dayLater(localDay(new Date(), zone), days);
const sectionOf = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const rowOf = (page: Page, section: string, title: string) =>
  sectionOf(page, section).getByRole("listitem").filter({ hasText: title });

/** A late task, one for today, and one whose workflow asks for its checklist. */
async function morning({ ctx }: Firm) {
  const project = await projectOperations.create(ctx, { name: "Crane inspection" });
  const mine = { ownerId: ctx.member?.id ?? null };
  const make = (name: string, values: object) =>
    taskOperations.create(ctx, { name, projectId: project.id, ...mine, ...values });
  const late = await make("Survey the site", { dueOn: inDays(-1) });
  const due = await make("Order the parts", { dueOn: inDays(0) });
  const { rows } = await workflowOperations.list(ctx, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? null;
  const shop = await projectOperations.create(ctx, { name: "Port shop", workflowId });
  const statuses = (await taskStatusOperations.list(ctx, { limit: 100 })).rows;
  const statusId = statuses.find(({ name }) => name === "In testing")?.id ?? "";
  const strict = await make("Test the checkout", { projectId: shop.id, dueOn: inDays(0), statusId });
  await addTaskItem(ctx, { id: strict.id, version: strict.version, text: "Read the log" });
  return { late, due, strict };
}

const now = (firm: Firm, { id }: { id: string }) => taskOperations.get(firm.ctx, { id });

test("tasks of projects are done, put off and repeated from Today", async ({ page, firm }) => {
  const { late, due, strict } = await morning(firm);
  await signIn(page, firm.owner);
  const badge = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Today/ });

  await test.step("they stand beside activities, with their project, and count", async () => {
    await page.goto(firm.at("/today"));
    await expect(rowOf(page, "Overdue", late.name)).toContainText("Crane inspection");
    await expect(badge).toHaveText("Today3");
    expect(await serious(page)).toEqual([]);
  });

  await test.step("one is done by its circle, opened again by undo, and done by a key", async () => {
    await page.getByRole("checkbox", { name: `Mark ${late.name} as done` }).click();
    await expect(rowOf(page, "Done today", late.name)).toBeVisible();
    await expect(badge).toHaveText("Today2");
    await expect.poll(async () => (await now(firm, late)).status?.name).toBe("Done");
    await page.keyboard.press("ControlOrMeta+z");
    await expect(rowOf(page, "Overdue", late.name)).toBeVisible();
    await expect.poll(async () => (await now(firm, late)).status?.name).toBe("To do");
    await rowOf(page, "Overdue", late.name).getByRole("link").focus();
    await page.keyboard.press("x");
    await expect(rowOf(page, "Done today", late.name)).toBeVisible();
  });

  await test.step("a workflow that asks for more says what, and the task stays", async () => {
    await page.getByRole("checkbox", { name: `Mark ${strict.name} as done` }).click();
    await expect(page.getByText("Finish the checklist before the task moves to Deployed.")).toBeVisible();
    await expect(rowOf(page, "Today", strict.name)).toBeVisible();
    expect((await now(firm, strict)).status?.name).toBe("In testing");
  });

  await test.step("one is put off to another day", async () => {
    await rowOf(page, "Today", due.name).getByRole("link").focus();
    await page.keyboard.press("s");
    const snooze = page.getByRole("dialog", { name: `Snooze ${due.name}` });
    await snooze.getByRole("button", { name: /^Tomorrow/ }).click();
    await expect(rowOf(page, "Next 7 days", due.name)).toBeVisible();
    await expect.poll(async () => (await now(firm, due)).dueOn).toBe(inDays(1));
  });

  await test.step("one that repeats is followed by the next when it is done", async () => {
    await rowOf(page, "Next 7 days", due.name).getByRole("link").click();
    await page.getByRole("button", { name: "Does not repeat" }).click();
    const repeat = page.getByRole("dialog", { name: `Repeat ${due.name}` });
    await repeat.getByRole("combobox", { name: "Repeats" }).click();
    await page.getByRole("option", { name: "By day" }).click();
    await expect(repeat.getByRole("status")).toContainText("Every day");
    await repeat.getByRole("button", { name: "Save repetition" }).click();
    await expect(page.getByRole("button", { name: "Every day" })).toBeVisible();
    await page.goto(firm.at("/today"));
    await page.getByRole("checkbox", { name: `Mark ${due.name} as done` }).click();
    await expect(rowOf(page, "Done today", due.name)).toBeVisible();
    await expect(rowOf(page, "Next 7 days", due.name)).toBeVisible();
    const { rows } = await taskOperations.list(firm.ctx, { q: due.name });
    expect(rows.map(({ dueOn }) => dueOn).toSorted()).toEqual([inDays(1), inDays(2)]);
  });
});

test("a task is done on a phone, and a refusal is said there too", { tag: "@phone" }, async ({ page, firm }) => {
  const { late, strict } = await morning(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/today"));
  await expect(rowOf(page, "Overdue", late.name)).toBeVisible();
  expect(await serious(page)).toEqual([]);
  await page.getByRole("checkbox", { name: `Mark ${late.name} as done` }).tap();
  await expect(rowOf(page, "Done today", late.name)).toBeVisible();
  await expect.poll(async () => (await now(firm, late)).completedAt).not.toBeNull();
  await page.getByRole("checkbox", { name: `Mark ${strict.name} as done` }).tap();
  await expect(page.getByText("Finish the checklist before the task moves to Deployed.")).toBeVisible();
  await expect(rowOf(page, "Today", strict.name)).toBeVisible();
});
