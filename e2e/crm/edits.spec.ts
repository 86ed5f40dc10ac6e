import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Firm } from "../firm";
import { hold } from "../hold";
import { ListPage } from "../pages/list";
import { RecordPage } from "../pages/record";
import { Shell } from "../pages/shell";
import { expect, signIn, test } from "../test";

test.describe("an edit in place", () => {
  test("of a cell that is still being saved waits for its turn, and nobody conflicts with themselves", async ({
    page,
    firm,
  }) => {
    const { id } = await firm.account({ name: "Alder Ports", employees: 120 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    const saving = await hold(page, "accounts.update");
    await (await list.edit("Alder Ports", "employees", /Employees/)).fill("135");
    await page.keyboard.press("Enter");
    await expect.poll(() => saving.held.length).toBe(1);
    await (await list.edit("Alder Ports", "employees", /Employees/)).fill("136");
    await page.keyboard.press("Enter");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("136");
    expect(saving.held).toHaveLength(1);
    saving.release();
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).employees).toBe(136);
    await expect(list.cell("Alder Ports", "employees")).toHaveText("136");
    await expect(page.getByText("someone changed")).toHaveCount(0);
  });

  test("over someone else's in a list shows theirs; mine can be redone, and taken back", async ({ page, firm }) => {
    const { id, version } = await firm.account({ name: "Alder Ports", employees: 120 });
    const employees = async () => (await accountOperations.get(firm.ctx, { id })).employees;
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("120");
    const editor = await list.edit("Alder Ports", "employees", /Employees/);
    // An open cell keeps the state that its user saw, whatever signals arrive.
    await accountOperations.update(firm.ctx, { id, version, employees: 41 });
    await editor.fill("99");
    await page.keyboard.press("Enter");
    const conflict = page
      .getByRole("alert")
      .filter({ hasText: "Employees: someone else changed it at the same time." });
    await expect(conflict).toBeVisible();
    await expect(list.cell("Alder Ports", "employees")).toHaveText("41");
    expect(await employees()).toBe(41);

    await conflict.getByRole("button", { name: "Redo my change" }).click();
    await expect(list.cell("Alder Ports", "employees")).toHaveText("99");
    await new Shell(page).undo("Employees of Alder Ports changed");
    await expect(list.cell("Alder Ports", "employees")).toHaveText("41");
    await expect.poll(employees).toBe(41);
  });

  test("that does not reach the server says so in words, and keeps what was typed", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports", employees: 120 });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await page.route(/accounts\.update/, (route) => route.abort());
    const editor = await list.edit("Alder Ports", "employees", /Employees/);
    await editor.fill("135");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "The server could not be reached." })).toBeVisible();
    await expect(editor).toHaveValue("135");
    await expect(editor).toBeFocused();
    await page.unroute(/accounts\.update/);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).employees).toBe(135);
  });

  test("of an amount keeps to the amount's own currency", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports", annualRevenue: { amount: 4_200, currency: "JPY" } });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    await expect(list.cell("Alder Ports", "annualRevenue")).toHaveText("JPY\u00a04,200");
    const editor = await list.edit("Alder Ports", "annualRevenue", /revenue/);
    await expect(editor).toHaveValue("4,200");
    await editor.fill("$5,000");
    await expect(page.getByRole("alert").filter({ hasText: "is in dollars, this field in JPY." })).toBeVisible();
    await editor.fill("5,000");
    await expect(page.getByRole("option", { name: "JPY 5,000" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await accountOperations.get(firm.ctx, { id })).annualRevenue)
      .toEqual({ amount: 5_000, currency: "JPY" });
  });

  test("on a record is told with an undo", async ({ page, firm }) => {
    const { id } = await firm.account({ name: "Alder Ports", industry: "logistics" });
    await signIn(page, firm.owner);
    await page.goto(firm.at(`/accounts/${id}`));
    const record = new RecordPage(page, "Alder Ports");
    await record.edit("Industry", "shipping");
    await new Shell(page).undo("Industry of Alder Ports changed");
    await expect(record.field("Industry")).toContainText("logistics");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).industry).toBe("logistics");
  });
});

test.describe("a choice in place", () => {
  test("waits with Enter for the answer to what was typed", async ({ page, firm }) => {
    await firm.join("member", "Anna Ahead");
    const jane = await firm.join("member", "Jane Roe");
    const { id } = await firm.account({ name: "Alder Ports" });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    const looking = await hold(page, "members.pick", "jane");
    const editor = await list.edit("Alder Ports", "owner", /Owner/);
    await expect(page.getByRole("option", { name: "Anna Ahead" })).toBeVisible();
    await editor.fill("jane");
    await page.keyboard.press("Enter");
    await expect.poll(() => looking.held.length).toBe(1);
    await expect(editor).toBeVisible();
    looking.release();
    await expect(list.cell("Alder Ports", "owner")).toContainText("Jane Roe");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).owner?.name).toBe(jane.name);
  });

  test("takes nothing that nobody chose when it is left", async ({ page, firm }) => {
    await firm.join("member", "Anna Ahead");
    const { id } = await firm.account({ name: "Alder Ports" });
    const owner = (await accountOperations.get(firm.ctx, { id })).owner?.name;
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    const editor = await list.edit("Alder Ports", "owner", /Owner/);
    await editor.fill("anna");
    await expect(page.getByRole("option")).toHaveCount(1);
    await list.search.click();
    await expect(editor).toHaveCount(0);
    await page.reload();
    await expect(list.cell("Alder Ports", "owner")).toContainText(owner ?? "No owner");
    expect((await accountOperations.get(firm.ctx, { id })).owner?.name).toBe(owner);
  });

  test("starts at the value as it is; arrows and Enter take any, the first one too", async ({ page, firm }) => {
    const anna = await firm.join("member", "Anna Ahead");
    const { id } = await firm.account({ name: "Alder Ports", ownerId: anna.ctx.member?.id ?? null });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const list = new ListPage(page, "Accounts");
    const looking = await hold(page, "members.pick");
    const editor = await list.edit("Alder Ports", "owner", /Owner/);
    await expect(editor).toHaveValue("Anna Ahead");
    await expect(page.getByText("Searching…")).toBeVisible();
    await expect(editor).toHaveAttribute("aria-invalid", "false");
    looking.release();
    const option = (name: string) => page.getByRole("option", { name });
    await expect(option("Anna Ahead")).toHaveAttribute("aria-selected", "true");
    const first = page.getByRole("option").first();
    await expect(first).toContainText("Olive Owner");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(first).toHaveAttribute("aria-selected", "true");
    await expect(editor).toHaveAttribute("aria-activedescendant", (await first.getAttribute("id")) ?? "");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await accountOperations.get(firm.ctx, { id })).owner?.name).toBe("Olive Owner");
  });
});

/** 120 accounts, of which a list loads 100 at first. */
async function manyAccounts(firm: Firm): Promise<void> {
  const names = Array.from({ length: 120 }, (_, row) => `Firm ${String(row).padStart(3, "0")}`);
  await firm.ctx.db.account.createMany({ data: names.map((name) => ({ name, nameKey: name.toLowerCase() })) });
}

test("a list whose next rows fail says so, stops asking, and goes on when told", async ({ page, firm }) => {
  await manyAccounts(firm);
  await signIn(page, firm.owner);
  let asked = 0;
  const next = (url: URL) => url.pathname.includes("accounts.list") && url.search.includes("cursor");
  await page.route(next, (route) => {
    asked += 1;
    return route.abort();
  });
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await list.row("Firm 000").hover();
  await page.mouse.wheel(0, 20_000);
  const failed = page.getByRole("alert").filter({ hasText: "More rows could not be loaded." });
  await expect(failed).toBeVisible();
  const tries = asked;
  await page.mouse.wheel(0, -400);
  await page.mouse.wheel(0, 400);
  await page.unroute(next);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(failed).toHaveCount(0);
  expect(asked).toBe(tries);
  await expect(async () => {
    await page.mouse.wheel(0, 20_000);
    await expect(list.row("Firm 119")).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test("all that match are selected, not only what is loaded, and come back with one undo", async ({ page, firm }) => {
  await manyAccounts(firm);
  const there = async () => (await accountOperations.list(firm.ctx, {})).total;
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.row("Firm 000")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  const more = await hold(page, "accounts.list", "cursor");
  await list.bulk.getByRole("button", { name: "Select all 120" }).click();
  const archive = list.bulk.getByRole("button", { name: "Archive" });
  await expect(archive, "an act waits until all that it would take is known").toHaveAttribute("aria-disabled", "true");
  await archive.click({ force: true });
  more.release();
  await expect(list.bulk).toContainText("120 selected");
  await expect(archive).not.toHaveAttribute("aria-disabled", "true");
  const question = page.getByRole("alertdialog", { name: "Archive 120 accounts?" });
  await archive.click();
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await expect(list.bulk).toContainText("120 selected");
  expect(await there()).toBe(120);
  await archive.click();
  await question.getByRole("button", { name: "Archive 120 accounts" }).click();
  const shell = new Shell(page);
  await shell.keep("120 accounts archived");
  await expect(list.bulk).toHaveCount(0);
  expect(await there()).toBe(0);
  await shell.undo("120 accounts archived");
  await expect.poll(there).toBe(120);
});

test("all that match are offered when rows follow before the bar of the selection is loaded", async ({
  page,
  firm,
}) => {
  await manyAccounts(firm);
  await signIn(page, firm.owner);
  // A browser that saves data does not load the bar ahead.
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.row("Firm 000")).toBeVisible();
  const parts = await hold(page, "/_next/static/chunks/");
  await page.keyboard.press("ControlOrMeta+a");
  await expect.poll(() => parts.held.length).toBeGreaterThan(0);
  await list.row("Firm 000").hover();
  await expect(async () => {
    await page.mouse.wheel(0, 20_000);
    await expect(list.row("Firm 119")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  parts.release();
  await list.bulk.getByRole("button", { name: "Select all 120" }).click();
  await expect(list.bulk).toContainText("120 selected");
});

test("many accounts are given to a member at once, and back to who had them", async ({ page, firm }) => {
  for (const name of ["Firm 0", "Firm 1", "Firm 2"]) await firm.account({ name });
  const colleague = await firm.join("member", "Mila Member");
  const owners = async () => (await accountOperations.list(firm.ctx, {})).rows.map(({ owner }) => owner?.name ?? null);
  const before = await owners();
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?sort=name"));
  const list = new ListPage(page, "Accounts");
  await expect(list.row("Firm 0")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await list.bulk.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("combobox", { name: "Assign" }).fill(colleague.name);
  await page.getByRole("option", { name: colleague.name }).click();
  const shell = new Shell(page);
  await expect(shell.toast(`3 accounts reassigned to ${colleague.name}`)).toBeVisible();
  await expect(list.cell("Firm 2", "owner")).toContainText(colleague.name);
  expect(await owners()).toEqual(Array(3).fill(colleague.name));
  await shell.undo(`3 accounts reassigned to ${colleague.name}`);
  await expect.poll(owners).toEqual(before);
});

test("on a phone the search has its own line, and a tap on a figure of a record edits it", { tag: "@phone" }, async ({
  page,
  firm,
}) => {
  const [crane] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead", amount: 40_000 }]);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/opportunities/list"));
  const search = new ListPage(page, "Opportunities").search;
  expect((await search.boundingBox())?.width).toBeGreaterThan(250);
  await page.goto(firm.at(`/opportunities/${crane?.id}`));
  const record = new RecordPage(page, "Harbour crane");
  expect((await page.getByRole("tab", { name: "Timeline" }).boundingBox())?.height).toBe(44);
  await record.field("Close date").tap();
  await page.getByRole("combobox", { name: "Close date", exact: true }).fill("2027-03-05");
  await page.keyboard.press("Enter");
  await expect(record.field("Close date")).toContainText("Mar 5, 2027");
  await record.field("Value").tap();
  await page.getByRole("combobox", { name: "Value", exact: true }).fill("52000");
  await page.keyboard.press("Enter");
  await expect(record.field("Value")).toContainText("$52,000");
});
