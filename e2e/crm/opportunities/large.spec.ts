import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { importOf } from "@/test/import-trial";
import { type Firm, makeFirm } from "../../firm";
import { hold } from "../../hold";
import { BoardPage } from "../../pages/board";
import { ListPage } from "../../pages/list";
import { superuser } from "../../superuser";
import { expect, signIn, test } from "../../test";

const opportunities = 8_800;
const batch = 1_100;

/** With the operation that writes an import's batches: file uploads have their own tests. */
async function manyOpportunities(firm: Firm): Promise<void> {
  const { ctx } = firm;
  const stages = [...(await firm.stages()).values()].map(({ id, type }) => ({ id, type }));
  const open = stages.filter(({ type }) => type === "open");
  const closed = stages.filter(({ type }) => type !== "open");
  const accounts = await Promise.all(Array.from({ length: 20 }, (_, index) => firm.account({ name: `Firm ${index}` })));
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from({ length: opportunities }, (_, index) => {
    // As in a company with a long history: a tenth is open. Many have the same name.
    const among = index % 10 === 0 ? open : closed;
    const values = {
      name: `Cloud migration ${index % 700}`,
      stage: among[Math.floor(index / 10) % among.length]?.id ?? "",
      account: accounts[index % accounts.length]?.id ?? "",
      amount: (index % 997) * 10_000,
      ...(among === closed && { engagedOn: daysAgo(200 + (index % 300)), closeDate: daysAgo(100 + (index % 100)) }),
    };
    return { line: index + 2, values };
  });
  const { id: importId } = await createImport(ctx, {});
  const options = { ownerId: ctx.member?.id ?? null, answers: {} };
  for (let at = 0; at < opportunities; at += batch) {
    const input = { importId, options, rows: rows.slice(at, at + batch), dry: false };
    const { problems, counts } = await importOf("opportunity").importer.upsert(ctx, input);
    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ opportunity: { created: batch } });
  }
}

test.describe("a firm of 8,800 opportunities", () => {
  // In one process, so that the data is created once.
  test.describe.configure({ mode: "default" });
  let firm: Firm;
  test.beforeAll(async () => {
    firm = await makeFirm("Large firm");
    await manyOpportunities(firm);
    // The tests' server has no autovacuum, which would do so within a minute.
    await superuser("ANALYZE");
  });

  test("tells a screen reader of all cards of a column, also of those that are not loaded", async ({ page }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    const board = new BoardPage(page);
    const column = board.live
      .getByRole("region")
      .filter({ has: page.locator("[data-card]") })
      .first();
    const head = column.locator("header").first();
    await expect(head).toContainText(/\d/);
    const inAll = Number(/\d[\d,]*/.exec((await head.textContent()) ?? "")?.[0].replace(/,/g, ""));
    await column.locator("[data-card]").first().focus();
    await page.keyboard.press("Space");
    await expect(board.announced).toContainText(`picked up from position 1 of ${inAll} in `);
    expect(inAll).toBeGreaterThan(150);
  });

  test("has a list that draws a hundred rows at most, however far one scrolls", async ({ page }) => {
    await signIn(page, firm.owner);
    const counting = page.waitForRequest((request) => decodeURIComponent(request.url()).includes('"upTo":50000'));
    await page.goto(firm.at("/opportunities/list?sort=name"));
    const list = new ListPage(page, "Opportunities");
    await expect(list.rows.first()).toBeVisible();
    await (await counting).response();
    // On a busy machine that count may be ended by time; then people count all.
    const count = page.getByText("8,800", { exact: true });
    const all = page.getByRole("button", { name: "Count all" });
    await expect(async () => {
      if (!(await count.isVisible())) await all.click({ timeout: 1_000 });
      await expect(count).toBeVisible({ timeout: 5_000 });
    }).toPass();
    expect(await list.rows.count()).toBeLessThanOrEqual(100);

    const seen = new Set(await list.ids());
    await list.rows.first().hover();
    for (let screen = 0; screen < 12; screen++) {
      const before = seen.size;
      // The wheel stops at the last loaded row; the next ones are loading then.
      await expect(async () => {
        await page.mouse.wheel(0, 1_500);
        for (const id of await list.ids()) seen.add(id);
        expect(seen.size).toBeGreaterThan(before + 20);
      }).toPass({ intervals: [50] });
      expect(await list.rows.count()).toBeLessThanOrEqual(100);
    }
    const far = await list.grid.evaluate((grid) => (grid.parentElement?.scrollTop ?? 0) > 8_000);
    expect(far).toBe(true);
  });

  test("shows what somebody changes while the next rows are on their way, and then these", async ({ page }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/list?sort=name"));
    const list = new ListPage(page, "Opportunities");
    await expect(list.rows.first()).toBeVisible();
    const id = (await list.rows.first().getAttribute("data-row")) ?? "";
    const { held, release } = await hold(page, "opportunities.list", "cursor");
    await list.rows.first().hover();
    await expect(async () => {
      await page.mouse.wheel(0, 1_500);
      expect(held.length).toBeGreaterThan(0);
    }).toPass();
    const askedAnew = page.waitForRequest((request) => {
      const url = decodeURIComponent(request.url());
      return url.includes("opportunities.list") && !url.includes("cursor");
    });
    await opportunityOperations.update(firm.ctx, { id, version: 1, name: "AAA, renamed meanwhile" });
    await askedAnew;
    release();
    await expect(async () => {
      await page.mouse.wheel(0, 1_500);
      expect(await list.grid.evaluate((grid) => grid.parentElement?.scrollTop ?? 0)).toBeGreaterThan(8_000);
    }).toPass({ intervals: [50] });
    await expect(async () => {
      await page.mouse.wheel(0, -10_000);
      await expect(list.rows.first()).toContainText("AAA, renamed meanwhile", { timeout: 200 });
    }).toPass();
  });

  test("has a board with exact heads and few cards in the page", async ({ page }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities"));
    await expect(page.getByRole("button", { name: /^Open Closed Won [\d,]+ / })).toBeVisible();
    await expect(page.locator("[data-card]").first()).toBeVisible();
    expect(await page.locator("[data-card]").count()).toBeLessThanOrEqual(100);
  });

  test("has groups whose closed ones cost nothing: the next one is there at once", async ({ page }) => {
    await signIn(page, firm.owner);
    await page.goto(firm.at("/opportunities/list?group=status&closed=open,won"));
    const list = new ListPage(page, "Opportunities");
    await expect(list.groups).toHaveText([/^Open/, /^Won/, /^Lost/]);
    await expect(list.rows.first()).toBeVisible();
    await page.getByRole("button", { name: "Expand the group Won" }).click();
    await expect(list.groups).toHaveText([/^Open/, /^Won/]);
    await expect(list.rows.first()).toBeVisible();
    expect(await list.rows.count()).toBeLessThanOrEqual(100);
  });
});
