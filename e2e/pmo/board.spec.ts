import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskStatusOperations } from "@/modules/pmo/task-statuses/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { workflowOperations } from "@/modules/pmo/workflows/operations";
import type { Firm } from "../firm";
import { BoardPage } from "../pages/board";
import { Peek } from "../pages/peek";
import { Shell } from "../pages/shell";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

/** Two projects, one of which works by a workflow with transitions, with a task each. */
async function work({ ctx }: Firm) {
  const plain = await projectOperations.create(ctx, { name: "Harbour" });
  const { rows } = await workflowOperations.list(ctx, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? null;
  const strict = await projectOperations.create(ctx, { name: "Web shop", key: "SHOP", workflowId });
  const epic = await taskOperations.create(ctx, { name: "Checkout", projectId: strict.id });
  const basket = await taskOperations.create(ctx, {
    ...{ name: "Basket", projectId: strict.id, parentId: epic.id },
    ...{ dueOn: "2026-01-05", estimate: 150 },
  });
  const crane = await taskOperations.create(ctx, { name: "Crane", projectId: plain.id });
  return { plain, strict, basket, crane };
}
const statusOf = async ({ ctx }: Firm, id: string) => (await taskOperations.get(ctx, { id })).status?.name;
const boardOf = (firm: Firm, project: { id: string }) => firm.at(`/tasks/board?filter=project:anyOf:${project.id}`);

test("a card goes along the workflow of its project; a move that it does not allow puts the card back, and others see the moves", async ({
  page,
  firm,
  browserOf,
}) => {
  const { strict, basket } = await work(firm);
  const colleague = await firm.join("admin");
  await signIn(page, firm.owner);
  await page.goto(boardOf(firm, strict));
  const board = new BoardPage(page);

  await test.step("the columns are the statuses of the workflow in their order, and a card says what it is about", async () => {
    await expect(board.live.locator("section header")).toHaveText([
      "Created2Estimate: 2h 30m",
      "Assigned0–",
      "In development0–",
      "In review0–",
      "In testing0–",
      "Deployed0–",
    ]);
    const card = board.card("Basket");
    for (const text of ["Checkout", "SHOP-2", "2h 30m"]) await expect(card).toContainText(text);
    await expect(card.getByText("Overdue")).toBeAttached();
    expect(await serious(page)).toEqual([]);
  });

  const second = await browserOf(colleague);
  await second.goto(boardOf(firm, strict));
  const theirs = new BoardPage(second);
  await expect(theirs.card("Basket", "Created")).toBeVisible();

  await test.step("a refused move is explained, and the card goes back", async () => {
    await board.drag(board.card("Basket"), board.column("In review"), { x: 60, y: 120 });
    await board.drop();
    const sentence = "A task cannot move from Created to In review. Choose Assigned.";
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(board.card("Basket", "Created")).toBeVisible();
    await expect(board.head("In review")).toContainText("In review0");
    expect(await statusOf(firm, basket.id)).toBe("Created");
  });

  await test.step("an allowed one stays, and the other browser shows it", async () => {
    await board.drag(board.card("Basket"), board.column("Assigned"), { x: 60, y: 120 });
    await board.drop();
    await expect.poll(() => statusOf(firm, basket.id)).toBe("Assigned");
    await expect(board.card("Basket", "Assigned")).toBeVisible();
    await expect(board.head("Assigned")).toContainText("Assigned1");
    await expect(theirs.card("Basket", "Assigned")).toBeVisible();
    await expect(theirs.head("Created")).toContainText("Created1");
  });

  await test.step("the undo is a move too", async () => {
    await new Shell(page).undo("Basket moved to Assigned");
    await expect(board.card("Basket", "Created")).toBeVisible();
    await expect.poll(() => statusOf(firm, basket.id)).toBe("Created");
  });

  await test.step("the task opens beside the board", async () => {
    await board.card("Basket").click();
    const beside = new Peek(page).of("Basket");
    await expect(beside.getByRole("heading", { name: "Basket" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(beside).toBeHidden();
  });
});

test("all projects have all statuses, an archived one while cards are in it, and the keyboard moves cards", async ({
  page,
  firm,
}) => {
  const { crane } = await work(firm);
  const { rows } = await taskStatusOperations.list(firm.ctx, { limit: 100 });
  const named = (name: string) => rows.find((row) => row.name === name) as (typeof rows)[number];
  await taskStatusOperations.archive(firm.ctx, { id: named("To do").id, version: named("To do").version });
  await taskStatusOperations.archive(firm.ctx, { id: named("Deployed").id, version: named("Deployed").version });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/tasks/board"));
  const board = new BoardPage(page);
  const columns = rows.map(({ name }) => name).filter((name) => name !== "Deployed");
  await expect(board.live.locator("section header")).toHaveCount(columns.length);
  await expect(board.head("To do")).toContainText("To do1");
  await expect(board.column("Deployed")).toHaveCount(0);

  await board.openMenu("Crane");
  await page.getByRole("menuitemradio", { name: "In progress", exact: true }).click();
  await expect.poll(() => statusOf(firm, crane.id)).toBe("In progress");
  await expect(board.card("Crane", "In progress")).toBeVisible();
  await expect(board.column("To do"), "without cards").toHaveCount(0);

  await board.card("Crane").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect.poll(() => statusOf(firm, crane.id)).toBe("In review");
});

test("on a phone one status is shown at a time", { tag: "@phone" }, async ({ page, firm }) => {
  const { strict } = await work(firm);
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, firm.owner);
  await page.goto(boardOf(firm, strict));
  const board = new BoardPage(page);
  await expect(board.card("Basket", "Created")).toBeVisible();
  expect(await serious(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "too wide").toBeLessThanOrEqual(375);
});
