import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { listImportProblems } from "./operations/list-problems";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
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
      "The stage says that the opportunity is won, the status lost.",
      "The stage says that the opportunity is lost, the status open.",
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

describe("records that files name by the ids that they had elsewhere", () => {
  const files = {
    "User.csv":
      "ID,NAME,EMAIL,MANAGERID\n005Aa,Ada Lovelace,ada@x.example,005Bb\n005AA,Alan Turing,,\n005Bb,Bob Builder,bob@x.example,\n",
    "Account.csv":
      "ID,NAME,PARENTID,WEBSITE DOMAIN,OWNERID\n001aa,Edge,,https://www.edge.example/,005Aa\n001aA,Edge,001aa,edge.co.example,005AA\n001C,Crux,001aA,,005Bb\n",
    "Opportunity.csv":
      "ID,ACCOUNTID,NAME,STAGENAME,OWNERID\n006A,001aA,South,Lead,005Aa\n006B,001aa,North,Lead,005AA\n006C,001Z,Nobody's,Lead,\n",
  };
  const links = () =>
    rows(
      `select o.external_id as id, a.domain, m.name as owner from opportunities o
       join accounts a on a.id = o.account_id join members m on m.id = o.owner_id where o.tenant_id = $1 order by 1`,
    );

  test("are found in the files of the same import, ids that differ by capitals too, and are one by name and domain", async () => {
    const { id, files: given } = await upload(ctx, files);
    expect(given.map(({ name, mapping }) => [name, mapping.map(({ field }) => field)])).toEqual([
      ["User.csv", ["recordId", "name", "email", "manager"]],
      ["Account.csv", ["recordId", "name", "parent", "domain", "owner"]],
      ["Opportunity.csv", ["externalId", "account", "name", "stage", "owner"]],
    ]);
    const open = (await analyseImport(ctx, { id })).flatMap(({ values }) => values);
    expect(open.map(({ field, text, state }) => [field, text, state])).toEqual([["account", "001Z", "unknown"]]);
    const checked = await check(ctx, id);
    expect(checked.preview?.map(({ good, errors }) => [good, errors])).toEqual([
      [3, 0],
      [3, 0],
      [2, 1],
    ]);
    expect((await run(ctx, id)).totals).toEqual(checked.preview);
    expect(await links()).toEqual([
      { id: "006A", domain: "edge.co.example", owner: "Ada Lovelace" },
      { id: "006B", domain: "edge.example", owner: "Alan Turing" },
    ]);
    expect(
      await rows(
        `select a.name, p.domain as parent, m.name as owner from accounts a join members m on m.id = a.owner_id
         left join accounts p on p.id = a.parent_id where a.tenant_id = $1 order by a.domain nulls last`,
      ),
    ).toEqual([
      { name: "Edge", parent: "edge.example", owner: "Alan Turing" },
      { name: "Edge", parent: null, owner: "Ada Lovelace" },
      { name: "Crux", parent: "edge.co.example", owner: "Bob Builder" },
    ]);
    expect(await rows("select name from teams where tenant_id = $1")).toContainEqual({ name: "Bob Builder" });
  });

  test("are found again when the same files come again, and change nothing", async () => {
    const sound = { ...files, "Opportunity.csv": files["Opportunity.csv"].replace(/006C.*\n/, "") };
    await importAll(ctx, sound);
    expect(await importAll(ctx, sound)).toMatchObject({ created: 0, updated: 0, errors: 0 });
    expect(await links()).toHaveLength(2);
  });

  test("are named by a column of names where there is one", async () => {
    const { files: given } = await upload(ctx, {
      "deals.csv": "Record ID,Deal Name,Associated Company IDs,Associated Company,Deal owner\n1,One,22,Acme,Ann\n",
    });
    expect(given[0]?.mapping.map(({ field }) => field)).toEqual(["externalId", "name", null, "account", "owner"]);
  });
});

test("whom a file names by an address alone has that address, and is found by it the next time", async () => {
  const { id } = await upload(ctx, { "deals.csv": "Deal ID,Name,Owner\nD1,One,Ann@X.example\n" });
  await decide(ctx, id, ({ text }) => ({ do: "create", name: text }));
  await check(ctx, id);
  await run(ctx, id);
  expect(await rows("select name, email from members where tenant_id = $1 and status = 'placeholder'")).toEqual([
    { name: "Ann@X.example", email: "Ann@X.example" },
  ]);
  const later = await upload(ctx, { "people.csv": "Name,Mail\nAnn Field,ann@x.example\n" });
  expect((await check(ctx, later.id)).preview?.[0]?.objects[0]).toMatchObject({ entity: "member", created: 0 });
});
