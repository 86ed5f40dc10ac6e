import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { SheetPage } from "../pages/sheet";
import { Shell } from "../pages/shell";
import { serious } from "../serious";
import { superuser } from "../superuser";
import { expect, signIn, test } from "../test";

// The browser's language determines how days are written.
test.use({ locale: "en-US", permissions: ["clipboard-read", "clipboard-write"] });

const columns = "name,status,dueOn,estimate,key";

test("tasks are edited like a sheet: by keys alone, in blocks, all or none, and taken back", async ({
  page,
  firm,
  browserOf,
}) => {
  const sheet = new SheetPage(page, "Tasks");
  const shell = new Shell(page);
  const mate = await firm.join("manager");
  const project = await projectOperations.create(firm.ctx, { name: "Quarry", key: "QUA" });
  for (const name of ["Blast", "Drill", "Load"]) await taskOperations.create(firm.ctx, { name, projectId: project.id });
  const stored = () =>
    superuser<{ name: string; due: string | null; estimate: number | null }>(
      "select name, due_on::text as due, estimate from tasks where tenant_id = $1 order by number",
      [firm.ctx.tenant.id],
    );
  const start = await stored();
  /** Pastes a text into the focused cell; the clipboard of the machine is of all browsers together. */
  const paste = async (text: string) =>
    await page.evaluate((copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", copied);
      const given = { clipboardData, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new ClipboardEvent("paste", given));
    }, text);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/tasks?view=sheet&sort=name&columns=${columns}`));

  await test.step("keys move through the cells, and typing replaces a value", async () => {
    await expect(sheet.cell("Blast", "name")).toBeVisible();
    await sheet.cell("Blast", "name").click();
    await expect(sheet.cell("Blast", "name")).toBeFocused();
    await press("ArrowRight", "Tab");
    await expect(sheet.cell("Blast", "dueOn")).toBeFocused();
    await page.keyboard.type("dec 4 2026");
    await press("Enter");
    await expect(sheet.cell("Drill", "dueOn")).toBeFocused();
    await expect.poll(async () => (await stored())[0]?.due).toBe("2026-12-04");
    await press("ArrowRight", "Enter");
    const editor = page.getByRole("combobox", { name: "Estimate of Drill" });
    await editor.fill("9h");
    await press("Escape");
    await expect(sheet.cell("Drill", "estimate")).toBeFocused();
    expect((await stored())[1]?.estimate).toBeNull();
  });

  await test.step("a cell fills those below it, and is copied into others; another browser sees it", async () => {
    const other = await browserOf(mate);
    await other.goto(page.url());
    const theirs = new SheetPage(other, "Tasks");
    await expect(theirs.row("Load")).toBeVisible();
    await sheet.cell("Blast", "dueOn").click();
    await press("Shift+ArrowDown", "Shift+ArrowDown");
    await expect(sheet.selected).toHaveCount(3);
    expect(await serious(page)).toEqual([]);
    await press("ControlOrMeta+d");
    await expect(shell.toast("2 cells of 2 tasks changed")).toBeVisible();
    expect((await stored()).map(({ due }) => due)).toEqual(["2026-12-04", "2026-12-04", "2026-12-04"]);
    await expect(theirs.cell("Load", "dueOn")).toHaveText("Dec 4");
  });

  await test.step("a block of text is pasted over cells, and Ctrl+Z takes all of it back", async () => {
    await sheet.cell("Blast", "dueOn").click();
    await paste("2026-12-07\t2h\r\n2026-12-08\t90m\r\n");
    await expect(shell.toast("4 cells of 2 tasks changed")).toBeVisible();
    expect((await stored()).slice(0, 2)).toMatchObject([
      { due: "2026-12-07", estimate: 120 },
      { due: "2026-12-08", estimate: 90 },
    ]);
    await expect(sheet.selected).toHaveCount(4);
    await press("ControlOrMeta+c", "ArrowDown", "ArrowDown", "ArrowUp", "ControlOrMeta+v");
    await expect.poll(async () => (await stored())[2]).toMatchObject({ due: "2026-12-08", estimate: 90 });
    await press("ControlOrMeta+z");
    await expect.poll(async () => (await stored())[2]).toMatchObject({ due: "2026-12-04", estimate: null });
    await press("ControlOrMeta+z");
    await expect.poll(async () => (await stored()).map(({ estimate }) => estimate)).toEqual([null, null, null]);
  });

  await test.step("what does not fit is marked with its reason, and nothing is changed", async () => {
    const before = await stored();
    await sheet.cell("Drill", "dueOn").click();
    await paste("2026-12-09\tmuch");
    await expect(sheet.notice).toContainText("Nothing was changed: 1 cell does not fit.");
    await expect(sheet.cell("Drill", "estimate")).toHaveAttribute("aria-invalid", "true");
    await expect(sheet.cell("Drill", "estimate")).toBeFocused();
    // The server refuses a due day before the start: of all rows, also of those that fit.
    await superuser("update tasks set starts_on = '2026-12-20' where tenant_id = $1 and name = 'Load'", [
      firm.ctx.tenant.id,
    ]);
    await sheet.cell("Drill", "dueOn").click();
    await paste("2026-12-10\n2026-12-11");
    await expect(sheet.notice).toContainText("Nothing was changed: 1 of 2 rows were refused.");
    await expect(sheet.cell("Load", "dueOn")).toHaveAttribute("title", /choose a later day/);
    await sheet.cell("Blast", "key").click();
    await paste("KAN-99");
    await expect(sheet.notice).toContainText("This column cannot be edited.");
    expect(await stored()).toEqual(before);
    await press("Escape");
    await expect(sheet.grid.locator("[aria-invalid]")).toHaveCount(0);
  });

  await test.step("cells are emptied, and a name cannot be", async () => {
    await sheet.cell("Blast", "dueOn").click();
    await press("Delete");
    await expect.poll(async () => (await stored())[0]?.due).toBeNull();
    await sheet.cell("Blast", "name").click();
    await press("Backspace");
    await expect(sheet.notice).toContainText("This cannot be empty.");
    expect((await stored()).map(({ name }) => name)).toEqual(start.map(({ name }) => name));
  });

  await test.step("Tab leaves the sheet behind the last cell", async () => {
    await sheet.cell("Blast", "key").click();
    await press("Tab");
    await expect(sheet.grid.locator("tbody :focus")).toHaveCount(0);
    await press("Shift+Tab");
    await expect(sheet.cell("Blast", "key")).toBeFocused();
  });
});

test("a phone has the list in the place of the sheet", async ({ page, firm }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  const project = await projectOperations.create(firm.ctx, { name: "Quarry", key: "QUA" });
  await taskOperations.create(firm.ctx, { name: "Blast", projectId: project.id });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/tasks?view=sheet"));
  await expect(page.getByText("The sheet needs a wider screen. This is the list.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Blast" })).toBeVisible();
});

test("a sheet of 5,000 tasks draws only those that are seen", async ({ page, firm }) => {
  const project = await projectOperations.create(firm.ctx, { name: "Quarry", key: "QUA" });
  const first = await taskOperations.create(firm.ctx, { name: "Task 1", projectId: project.id });
  await superuser(
    `insert into tasks (id, tenant_id, project_id, name, name_key, number, key, rank, status_id, priority, kind, limit_kind, billable, updated_at)
     select uuidv7(), t.tenant_id, t.project_id, 'Task ' || n, 'task ' || n, n, 'QUA-' || n, 'e' || lpad(n::text, 5, '0'),
       t.status_id, t.priority, t.kind, t.limit_kind, t.billable, now()
     from tasks t, generate_series(2, 5000) n where t.id = $1`,
    [first.id],
  );
  const sheet = new SheetPage(page, "Tasks");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/tasks?view=sheet&sort=number"));
  await sheet.cell("Task 1", "name").click();
  // Ctrl and the arrow lead to the last loaded row, and the next ones are loaded from there.
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+ArrowDown");
    await expect(sheet.row("Task 1000")).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 60_000 });
  expect(await sheet.grid.locator("tbody tr").count()).toBeLessThan(80);
});
