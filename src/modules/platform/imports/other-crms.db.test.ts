import { beforeEach, describe, expect, test } from "vitest";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, upload } from "@/test/import-trial";
import { listImportProblems } from "./operations/list-problems";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);
const deals = () =>
  rows(
    `select o.external_id as id, s.name as stage, o.status, o.actual_close_date::text as closed,
            o.expected_close_date::text as expected
     from opportunities o join stages s on s.id = o.stage_id where o.tenant_id = $1 order by 1`,
  );
const stays = () =>
  rows(
    `select o.external_id as id, string_agg(s.name, ', ' order by e.sequence) as stages
     from stage_entries e join stages s on s.id = e.stage_id join opportunities o on o.id = e.opportunity_id
     where o.tenant_id = $1 group by 1 order by 1`,
  );

describe("a status beside the stage", () => {
  const file =
    "Deal ID,Status,Stage,Created date,Expected close date,Closed on\n" +
    "D1,Open,Proposal,2024-01-02,2024-09-01,\n" +
    "D2,Won,Proposal,2024-01-03,2024-02-01,2024-02-20 11:00:00\n" +
    "D3,Lost,Lead,2024-01-04,2024-03-01,\n";

  test("closes a deal that stands in the stage where it was won or lost, and leaves that stay in its history", async () => {
    const { files, errors } = await importAll(ctx, { "deals.csv": file });
    expect(files[0]?.mapping.map(({ field }) => field)).toEqual([
      "externalId",
      "outcome",
      "stage",
      "engagedOn",
      "closeDate",
      "actualCloseDate",
    ]);
    expect(errors).toBe(0);
    expect(await deals()).toEqual([
      { id: "D1", stage: "Proposal", status: "open", closed: null, expected: "2024-09-01" },
      { id: "D2", stage: "Closed Won", status: "won", closed: "2024-02-20", expected: "2024-02-01" },
      { id: "D3", stage: "Closed Lost", status: "lost", closed: "2024-03-01", expected: null },
    ]);
    expect(await stays()).toEqual([
      { id: "D1", stages: "Proposal" },
      { id: "D2", stages: "Proposal, Closed Won" },
      { id: "D3", stages: "Lead, Closed Lost" },
    ]);
  });

  test("changes nothing when the file comes again, and closes a deal that was open before", async () => {
    await importAll(ctx, { "deals.csv": file });
    expect(await importAll(ctx, { "deals.csv": file })).toMatchObject({ created: 0, updated: 0, errors: 0 });
    const later = file.replace("D1,Open,Proposal", "D1,Won,Proposal");
    expect(await importAll(ctx, { "deals.csv": later })).toMatchObject({ updated: 1, errors: 0 });
    const [first, ...others] = await deals();
    expect(others).toHaveLength(2);
    expect(first).toMatchObject({ id: "D1", stage: "Closed Won", status: "won", closed: "2024-09-01" });
  });

  test("that contradicts the stage is an error of the row; a column of stages that is called status holds stages", async () => {
    const wrong = "Deal ID,Stage,Status\nD1,Closed Won,lost\nD2,Closed Lost,open\nD3,Closed Won,won\n";
    const { id, files } = await upload(ctx, { "deals.csv": wrong });
    expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 1, errors: 2 });
    const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
    expect(page.rows.map(({ problems }) => problems[0]?.reason)).toEqual([
      "The stage says that the deal is won, the status lost.",
      "The stage says that the deal is lost, the status open.",
    ]);
    const only = await upload(ctx, { "deals.csv": "Deal ID,Status\nD1,Proposal\nD2,Closed Won\n" });
    expect(only.files[0]?.mapping.map(({ field }) => field)).toEqual(["externalId", "stage"]);
  });
});

test("amounts are in the currency that their row says, by a column or by a mark, each in its own minor units", async () => {
  const { errors } = await importAll(ctx, {
    "accounts.csv": "Company,Turnover,Currency\nOne,1000.50,Euro\nTwo,500,\nThree,70,JPY\n",
    "products.csv": "Product,Price\nPlain,10\nDear,€ 20.50\n",
    "deals.csv":
      'Deal ID,Amount,Currency\nD1,1200.5,EUR\nD2,1200.5,\nD3,9000,jpy\nD4,"CHF 1\'000.25",\nD5,,EUR\nD6,$ 3,€\nD7,1,XXL\n',
  });
  expect(errors).toBe(2);
  const amounts = (table: string, amount: string, name: string) =>
    rows(`select ${name} as id, ${amount}::int as amount, currency from ${table} where tenant_id = $1 order by 1`);
  expect(await amounts("opportunities", "amount_minor", "external_id")).toEqual([
    { id: "D1", amount: 120_050, currency: "EUR" },
    { id: "D2", amount: 120_050, currency: "USD" },
    { id: "D3", amount: 9_000, currency: "JPY" },
    { id: "D4", amount: 100_025, currency: "CHF" },
    { id: "D5", amount: null, currency: "USD" },
  ]);
  expect(await amounts("accounts", "annual_revenue_minor", "name")).toEqual([
    { id: "One", amount: 100_050, currency: "EUR" },
    { id: "Three", amount: 70, currency: "JPY" },
    { id: "Two", amount: 50_000, currency: "USD" },
  ]);
  expect(await amounts("products", "price_minor", "name")).toEqual([
    { id: "Dear", amount: 2_050, currency: "EUR" },
    { id: "Plain", amount: 1_000, currency: "USD" },
  ]);
});
