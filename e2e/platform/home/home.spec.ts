import type { Page } from "@playwright/test";
import { monthStart } from "@/lib/tiles";
import { localDay } from "@/lib/working-time";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import type { Firm } from "../../firm";
import { serious } from "../../serious";
import { expect, signIn, test } from "../../test";

const today = () => localDay(new Date(), "America/Chicago");

/** Sales that were won this month and last month, and one that closes this month. */
async function sales({ ctx, opportunities }: Firm) {
  const [now, before, open] = await opportunities([
    { name: "Copper roof", stage: "Closed Won", amount: 1_200 },
    { name: "Glass front", stage: "Closed Won", amount: 800 },
    { name: "Slate floor", stage: "Lead", amount: 5_000 },
  ]);
  const change = async (sale: typeof now, patch: object) =>
    await opportunityOperations.update(ctx, { id: sale?.id ?? "", version: sale?.version ?? 1, ...patch });
  await change(before, { actualCloseDate: monthStart(today(), -1) });
  await change(open, { expectedCloseDate: today() });
  return { now, open };
}

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const rows = (page: Page) => page.locator("tr[data-row]");

test("figures by keyboard: each opens the list of its opportunities, and charts are tables too", async ({
  page,
  firm,
}) => {
  await sales(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  const won = region(page, "Won this month");
  await expect(won.getByText("$400 more than by")).toBeVisible();
  await expect(won.getByRole("img", { name: "Won by day" })).toBeVisible();
  expect(await serious(page)).toEqual([]);

  await won.getByRole("radio", { name: "Show as table" }).press("Enter");
  await expect(won.getByRole("table").getByRole("link", { name: "$1,200" })).toBeVisible();
  await won.getByRole("table").getByRole("link", { name: "$1,200" }).press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Copper roof");

  await page.goBack();
  await region(page, "Forecast by close month")
    .getByRole("link", { name: /^Open: \$5,000/ })
    .press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Slate floor");
  await page.goBack();

  const outcomes = region(page, "Win rate and cycle");
  await outcomes.getByRole("link", { name: "Olive Owner, 100% of 2 won" }).press("Enter");
  await expect(rows(page)).toHaveCount(2);
  await page.goBack();
  await outcomes.getByRole("link", { name: /^Olive Owner, won after .* on average/ }).press("Enter");
  await expect(rows(page)).toHaveCount(2);
});

test("figures of some people, and those of a member who sees the own ones", async ({ page, firm, browserOf }) => {
  await sales(firm);
  const colleague = await firm.join("member", "Ben Builder");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/home"));
  await page.getByRole("button", { name: "Figures of: Everyone" }).click();
  await page.getByRole("combobox", { name: "Find a member or a team" }).fill("Ben");
  await page.getByRole("option", { name: "Ben Builder" }).click();
  await expect(page).toHaveURL(/of=owner/);
  await expect(region(page, "Win rate and cycle").getByText("Nothing was won or lost in this period.")).toBeVisible();

  await firm.ctx.db.visibilitySetting.create({ data: { entity: "opportunity", level: "own" } });
  const other = await browserOf(colleague);
  await other.goto(firm.at("/home"));
  await expect(other.getByText("No opportunities that you can see")).toBeVisible();
});

test("the stages are those of the chosen pipeline, and what was won is of all of them", async ({ page, firm }) => {
  await sales(firm);
  const { stages } = await createPipeline(firm.ctx, { name: "Renewals" });
  const first = stages.find(({ type }) => type === "open");
  await createOpportunity(firm.ctx, { name: "Renew the roof", stageId: first?.id ?? "" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/home"));
  const strip = page.getByRole("list", { name: "Pipeline" });
  await expect(strip.getByRole("link", { name: /all pipelines/ })).toContainText("$1,200");
  await expect(region(page, "Forecast by close month").getByText(/^\S.* and Renewals$/)).toBeVisible();
  await page.getByRole("combobox", { name: "Pipeline" }).click();
  await page.getByRole("option", { name: "Renewals" }).click();
  await expect(page).toHaveURL(/pipeline=/);
  await strip.getByRole("link").first().click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Renew the roof");
});

test("a new workspace says what to do, on a phone too", { tag: "@phone" }, async ({ page, firm }) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/home"));
  await expect(page.getByRole("heading", { name: "No opportunities yet" })).toBeVisible();
  expect(await serious(page)).toEqual([]);
});

test("a figure that could not be loaded says so, and the others are there", async ({ page, firm }) => {
  await sales(firm);
  await signIn(page, firm.owner);
  await page.goto(firm.at("/home?of=owner:0197c8d1-0000-7000-8000-000000000001"));
  await expect(page.getByRole("alert").getByText("Won this month could not be loaded.")).toBeVisible();
  await expect(region(page, "My overdue")).toBeVisible();
});
