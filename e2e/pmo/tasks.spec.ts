import { projectOperations } from "@/modules/pmo/projects/operations";
import { addTaskItem, updateTaskItem } from "@/modules/pmo/tasks/checklist/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { workflowOperations } from "@/modules/pmo/workflows/operations";
import { BoardPage } from "../pages/board";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { serious } from "../serious";
import { superuser } from "../superuser";
import { expect, signIn, test } from "../test";

// The browser's language determines how days are written.
test.use({ locale: "en-US" });

const project = "Crane inspection";
// In a project the number of a task stands before its name.
const survey = /^\d+ ?Survey the site$/;
const ground = /^\d+ ?Measure the ground$/;

test("tasks of a project are added by a line, opened as a tree, edited in place and done by keys", async ({
  page,
  firm,
  browserOf,
}) => {
  const record = new RecordPage(page, project);
  const shell = new Shell(page);
  const list = new ListPage(page, "Tasks");
  const [deal] = await firm.opportunities([
    { name: "Cranes", stage: "Closed Won", account: "Alder Ports", amount: 9_000 },
  ]);
  const mate = await firm.join("manager");
  const stored = () =>
    superuser<{ name: string; due: string | null; priority: string; estimate: number | null; done: boolean }>(
      `select name, due_on::text as due, priority, estimate, completed_at is not null as done
       from tasks where tenant_id = $1 order by number`,
      [firm.ctx.tenant.id],
    );
  await signIn(page, firm.owner);

  await test.step("a won opportunity becomes a project", async () => {
    await page.goto(firm.at(`/opportunities/${deal?.id}`));
    await record.tab("Projects");
    await page.getByRole("button", { name: "New project" }).click();
    const form = page.getByRole("dialog", { name: "New project" });
    await form.getByLabel("Name", { exact: true }).fill(project);
    await form.getByRole("button", { name: "Create project" }).click();
    await page.getByRole("link", { name: project }).first().click();
    await expect(page.getByRole("heading", { name: project })).toBeVisible();
    await record.tab("Tasks");
  });

  await test.step("a line adds a task, and shows before how it is understood", async () => {
    await page.getByRole("button", { name: /^Add a task/ }).click();
    const line = page.getByLabel("New task in one line");
    await line.fill("Call supplier 2026-12-04 !high 2h @Nobody");
    const understood = page.getByRole("region", { name: "Add tasks" });
    await expect(understood).toContainText("Fri, Dec 4");
    await expect(understood).toContainText("High");
    await understood.getByRole("button", { name: "Keep “2h” as text" }).click();
    await line.press("Enter");
    await expect(shell.toast("Call supplier 2h @Nobody added")).toBeVisible();
    await line.fill("Survey the site 30m");
    await line.press("Enter");
    await expect(list.row(survey)).toBeVisible();
    expect(await stored()).toEqual([
      { name: "Call supplier 2h @Nobody", due: "2026-12-04", priority: "high", estimate: null, done: false },
      { name: "Survey the site", due: null, priority: "normal", estimate: 30, done: false },
    ]);
  });

  await test.step("the tree opens and closes by keys", async () => {
    const { rows } = await taskOperations.list(firm.ctx, { q: "Survey the site" });
    const [above] = rows;
    await taskOperations.create(firm.ctx, {
      name: "Measure the ground",
      projectId: above?.project?.id ?? "",
      parentId: above?.id ?? null,
    });
    await page.reload();
    await expect(list.tree.getByRole("button", { name: "Open Survey the site", exact: true })).toBeVisible();
    await expect(list.row(ground)).toBeHidden();
    // The first key moves to the first row.
    await list.rows.first().focus();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(list.row(survey)).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(list.row(ground)).toHaveAttribute("aria-level", "2");
    await page.keyboard.press("ArrowDown");
    await expect(list.row(ground)).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(list.row(survey)).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(list.row(ground)).toBeHidden();
    await page.keyboard.press("ArrowRight");
    await expect(list.row(ground)).toBeVisible();
  });

  await test.step("a due day is edited in place, and another browser sees it at once", async () => {
    const other = await browserOf(mate);
    await other.goto(page.url());
    const theirs = new ListPage(other, "Tasks");
    await expect(theirs.row(survey)).toBeVisible();
    const editor = await list.edit(survey, "dueOn", "Due of Survey the site");
    await editor.fill("dec 7 2026");
    await editor.press("Enter");
    await expect.poll(async () => (await stored())[1]?.due).toBe("2026-12-07");
    await expect(theirs.cell(survey, "dueOn")).toHaveText("Dec 7");
  });

  await test.step("a task is done by keys", async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Home");
    await page.keyboard.press("End");
    await expect(list.row(ground)).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const editor = page.getByRole("combobox", { name: "Status of Measure the ground" });
    await editor.fill("Done");
    await expect(page.getByRole("option", { name: "Done" })).toBeVisible();
    await editor.press("Enter");
    await expect.poll(async () => (await stored())[2]).toMatchObject({ name: "Measure the ground", done: true });
  });
});

test("tasks move in their tree by keys and by drag, come back, and others see them move", async ({
  page,
  firm,
  browserOf,
}) => {
  const shell = new Shell(page);
  const list = new ListPage(page, "Tasks");
  const { id: projectId } = await projectOperations.create(firm.ctx, { name: "Quarry", key: "QUA" });
  for (const name of ["Blast", "Drill", "Load"]) await taskOperations.create(firm.ctx, { name, projectId });
  const mate = await firm.join("manager");
  const rowOf = (of: ListPage, name: string) => of.row(new RegExp(`^\\d+ ?${name}$`));
  /** The tree as it is stored: "Blast Drill>Load". */
  const stored = async () => {
    const rows = await superuser<{ name: string; parent: string | null }>(
      `select t.name, p.name as parent from tasks t left join tasks p on p.id = t.parent_id
       where t.tenant_id = $1 order by t.rank collate "C"`,
      [firm.ctx.tenant.id],
    );
    return rows.map(({ name, parent }) => (parent ? `${parent}>${name}` : name)).join(" ");
  };
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/projects/${projectId}`));
  await new RecordPage(page, "Quarry").tab("Tasks");
  const other = await browserOf(mate);
  await other.goto(page.url());
  const theirs = new ListPage(other, "Tasks");
  await expect(rowOf(theirs, "Load")).toBeVisible();

  await test.step("Alt and the arrows move a row among its siblings, below the one before it, and out", async () => {
    await list.rows.first().focus();
    await page.keyboard.press("End");
    await expect(rowOf(list, "Load")).toBeFocused();
    await page.keyboard.press("Alt+ArrowUp");
    await expect.poll(stored).toBe("Blast Load Drill");
    await expect(rowOf(list, "Load")).toBeFocused();
    await expect.poll(() => theirs.names()).toEqual(["1Blast", "3Load", "2Drill"]);
    await page.keyboard.press("Alt+ArrowRight");
    await expect(rowOf(list, "Load")).toHaveAttribute("aria-level", "2");
    await expect.poll(stored).toContain("Blast>Load");
    await expect(rowOf(list, "Load")).toBeFocused();
    // Only what was answered can be undone.
    const answered = () => page.waitForResponse((response) => response.url().includes("tasks.place"));
    const placed = answered();
    await page.keyboard.press("Alt+ArrowLeft");
    await expect(rowOf(list, "Load")).toHaveAttribute("aria-level", "1");
    await expect.poll(stored).toBe("Blast Load Drill");
    await placed;
    const undone = answered();
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(stored).toContain("Blast>Load");
    await undone;
    await page.keyboard.press("ControlOrMeta+z");
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(stored).toBe("Blast Drill Load");
  });

  await test.step("a grip drags a row below another one, and Undo brings it back", async () => {
    await rowOf(list, "Load").hover();
    const grip = rowOf(list, "Load").locator("[data-grip]");
    const [from, to] = [await grip.boundingBox(), await rowOf(list, "Blast").boundingBox()];
    if (!from || !to) throw new Error("The rows are not drawn.");
    const x = from.x + from.width / 2;
    await page.mouse.move(x, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 10, to.y + to.height + 6, { steps: 4 });
    await page.mouse.move(x + 26, to.y + to.height - 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(stored).toContain("Blast>Load");
    await shell.undo("Load moved below Blast");
    await expect.poll(stored).toBe("Blast Drill Load");
  });

  await test.step("a move that the server refuses is taken back and says why", async () => {
    // The list still shows the tree from before.
    await page.route(/tasks\.list/, (route) => route.abort());
    await superuser(
      "update tasks set parent_id = (select id from tasks where tenant_id = $1 and name = 'Drill') where tenant_id = $1 and name = 'Blast'",
      [firm.ctx.tenant.id],
    );
    await rowOf(list, "Drill").locator("[data-column=dueOn]").click();
    await page.keyboard.press("Alt+ArrowRight");
    await expect(shell.toast(/^Drill stays where it was\./)).toBeVisible();
    expect(await stored()).toContain("Drill>Blast");
  });
});

test("the head of a task offers the moves of its workflow, a card counts, and a project says how far it is", async ({
  page,
  firm,
}) => {
  // The first project brings the workflows.
  await projectOperations.create(firm.ctx, { name: "First" });
  const { rows } = await workflowOperations.list(firm.ctx, {});
  const workflowId = rows.find(({ name }) => name === "Development")?.id ?? null;
  const project = await projectOperations.create(firm.ctx, { name: "Web shop", key: "SHOP", workflowId });
  const given = { projectId: project.id };
  const task = await taskOperations.create(firm.ctx, { name: "Basket", ...given, estimate: 180 });
  await taskOperations.create(firm.ctx, { name: "Cart", ...given, parentId: task.id, estimate: 60, percent: 50 });
  await taskOperations.create(firm.ctx, { name: "Pay", ...given, estimate: 60 });
  const { checklist, version } = await addTaskItem(firm.ctx, { id: task.id, version: task.version, text: "Try it" });
  await updateTaskItem(firm.ctx, { id: task.id, version, itemId: checklist[0]?.id ?? "", done: true });
  await signIn(page, firm.owner);

  await test.step("the status is a menu of the allowed moves", async () => {
    await page.goto(firm.at(`/tasks/${task.id}`));
    await page.getByRole("button", { name: "Created, move to another status" }).click();
    await expect(page.getByRole("menuitem")).toHaveText(["Created", "Assigned"]);
    await page.getByRole("menuitem", { name: "Assigned" }).click();
    await expect(page.getByRole("button", { name: "Assigned, move to another status" })).toBeVisible();
    expect((await taskOperations.get(firm.ctx, { id: task.id })).status?.name).toBe("Assigned");
    await expect(page.getByRole("region", { name: "Sub-tasks together" })).toContainText("0 of 1");
  });

  await test.step("a card has its checklist, and a column the sum of its estimates", async () => {
    await page.goto(firm.at(`/tasks/board?filter=project:anyOf:${project.id}`));
    const board = new BoardPage(page);
    await expect(board.live.locator(`[data-card="${task.id}"]`)).toContainText("1/1");
    await expect(board.live.locator("section header").first()).toContainText("2h");
  });

  await test.step("the project shows its completion with the terms", async () => {
    await page.goto(firm.at(`/projects/${project.id}`));
    await page.getByRole("button", { name: "How the completion is counted" }).click();
    const terms = page.getByRole("dialog", { name: "How the completion is counted" });
    await expect(terms).toContainText("0.5 h ÷ 2 h");
    await expect(terms).toContainText("25%");
    expect(await serious(page)).toEqual([]);
  });
});
