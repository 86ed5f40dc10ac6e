import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { listImportProblems } from "./operations/list-problems";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);
const opportunities = () =>
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

  test("closes an opportunity that stands in the stage where it was won or lost, and leaves that stay in its history", async () => {
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
    expect(await opportunities()).toEqual([
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

  test("changes nothing when the file comes again, and closes an opportunity that was open before", async () => {
    await importAll(ctx, { "deals.csv": file });
    expect(await importAll(ctx, { "deals.csv": file })).toMatchObject({ created: 0, updated: 0, errors: 0 });
    const later = file.replace("D1,Open,Proposal", "D1,Won,Proposal");
    expect(await importAll(ctx, { "deals.csv": later })).toMatchObject({ updated: 1, errors: 0 });
    const [first, ...others] = await opportunities();
    expect(others).toHaveLength(2);
    expect(first).toMatchObject({ id: "D1", stage: "Closed Won", status: "won", closed: "2024-09-01" });
  });

  test("that contradicts the stage is an error of the row; a column of stages that is called status holds stages", async () => {
    const wrong = "Deal ID,Stage,Status\nD1,Closed Won,lost\nD2,Closed Lost,open\nD3,Closed Won,won\n";
    const { id, files } = await upload(ctx, { "deals.csv": wrong });
    expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 1, errors: 2 });
    const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
    expect(page.rows.map(({ problems }) => problems[0]?.reason)).toEqual([
      "The stage says that the opportunity is won, but the status says lost.",
      "The stage says that the opportunity is lost, but the status says open.",
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
      ["Account.csv", ["externalId", "name", "parent", "domain", "owner"]],
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

test("rows of records that were deleted in the other product are skipped, and the check says so", async () => {
  const done = await importAll(ctx, {
    "Account.csv": "Id,Name,IsDeleted\n001A,Acme,false\n001B,Gone,true\n001C,Bolt,\n",
  });
  expect(done.totals).toMatchObject([{ rows: 3, good: 2, skipped: 1, errors: 0 }]);
  expect(done.totals[0]?.rule).toContain("Rows that are marked as deleted are skipped.");
  expect(await rows("select name from accounts where tenant_id = $1 order by 1")).toEqual([
    { name: "Acme" },
    { name: "Bolt" },
  ]);
});

test("whom a file names by an address alone has that address, and is found by it the next time", async () => {
  const { id } = await upload(ctx, { "deals.csv": "Deal ID,Name,Owner\nD1,One,Ann@X.example\n" });
  await decide(ctx, id, ({ text }) => ({ do: "create", name: text }));
  await check(ctx, id);
  await run(ctx, id);
  expect(await rows("select name, email from members where tenant_id = $1 and status = 'placeholder'")).toEqual([
    { name: "Ann@X.example", email: "Ann@X.example" },
  ]);
  const later = await upload(ctx, { "members.csv": "Name,Mail\nAnn Field,ann@x.example\n" });
  expect((await check(ctx, later.id)).preview?.[0]?.objects[0]).toMatchObject({ entity: "member", created: 0 });
});

describe("exports that nobody prepared", () => {
  const hubspot = {
    "hubspot-crm-exports-all-contacts.csv":
      "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Lead Status\n" +
      "151,Maria,Johnson (Sample),emailmaria@hubspot.example,,Ann Field,HubSpot,\n" +
      "152,Brian,Halligan (Sample),bh@hubspot.example,+1 555 0100,,HubSpot,Open\n",
    "hubspot-crm-exports-all-companies.csv":
      "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry,Is Public,Company Domain Name\n" +
      '9001,"Acme, Inc.",Ann Field,2024-03-01 09:12,+1 555 0101,Boston,United States,COMPUTER_SOFTWARE,false,acme.example\n' +
      "9002,Bolt GmbH,,2024-03-02 10:00,,Köln,Germany,,false,www.bolt.example\n" +
      "9003,Bolt GmbH,Ann Field,2024-03-02 10:01,,Bonn,Germany,,true,bolt-bonn.example\n",
    "hubspot-crm-exports-all-deals.csv":
      "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Is Closed Won,Associated Contact,Associated Company,Associated Company IDs,Closed Lost Reason\n" +
      '501,New laptops,Appointment Scheduled,2026-09-30 12:00,Ann Field,"12,500.50",false,Maria Johnson (Sample),"Acme, Inc.",9001,Too early\n' +
      "502,Support 2025,Closed Won,2025-01-31 12:00,,4000,true,,Bolt GmbH,9003,\n" +
      "503,Lost cause,Closed Lost,2025-02-28 12:00,Ann Field,,false,Brian Halligan (Sample),,,They chose nobody\n",
  };
  const salesforce = {
    "Contacts report.csv":
      "First Name,Last Name,Title,Account Name,Email,Mailing City\nRose,Gonzalez,SVP,Edge Communications,rose@edge.example,Austin\n",
    "Accounts report.csv":
      "Account Name,Type,Account Owner,Billing State/Province,Phone,Website,Employees,Active\n" +
      "Edge Communications,Customer - Direct,Ada Lovelace,TX,(512) 757-6000,http://edge.example,1000,1\n" +
      "Burlington Textiles,Customer - Direct,Ada Lovelace,NC,(336) 222-7000,www.burlington.example,9000,1\n",
    "Opportunities report.csv":
      "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Probability (%),Age,Close Date,Created Date,Next Step,Lead Source,Type,Closed\n" +
      'Ada Lovelace,Edge Communications,Edge Emergency Generator,Closed Won,Q1-2025,"USD 75,000.00",100,12,2/15/2025,1/3/2025,,Partner,New Customer,1\n' +
      'Ada Lovelace,Burlington Textiles,Burlington Weaving Plant,Qualification,Q4-2026,"USD 235,000.00",10,40,11/30/2026,1/4/2025,Call,Web,,0\n' +
      "Grand Totals (2 records),,,,,,,,,,,,,\n",
  };
  const pipedrive = {
    "people-1234.csv":
      "Person - Name,Person - Organization,Person - Email - Work,Person - Owner\nBenjamin Leon,MoveEr,benjamin@moveer.example,Ann Field\n",
    "organizations-1234.csv":
      "Organization - ID,Organization - Name,Organization - Owner,Organization - Address,Organization - Open deals\n" +
      '1,MoveEr,Ann Field,"Mayfair 1, London",1\n2,Silicon Links,Ann Field,,0\n',
    "deals-1234.csv":
      "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Contact person,Deal - Stage,Deal - Status,Deal - Expected close date,Deal - Owner,Deal - Won time,Deal - Lost reason\n" +
      "11,MoveEr deal,12500,EUR,MoveEr,Benjamin Leon,Negotiations Started,Open,2026-08-31,Ann Field,,\n" +
      "12,Silicon Links deal,4000,GBP,Silicon Links,,Lead In,Won,2025-03-31,Ann Field,2025-03-28 10:11:12,\n" +
      "13,Silicon again,,GBP,Silicon Links,,Lead In,Lost,,Ann Field,,price too high\n",
  };

  async function brought(files: Record<string, string>) {
    const { id, files: given } = await upload(ctx, files);
    expect(given.filter(({ entity }) => entity === null)).toEqual([]);
    await decide(
      ctx,
      id,
      (group) => firstOffer(group) ?? (group.mayCreate ? { do: "create", name: group.text } : null),
    );
    const checked = await check(ctx, id);
    const done = await run(ctx, id);
    expect(done.totals).toEqual(checked.preview);
    const named: string[] = [];
    for (const { id: fileId } of done.files)
      named.push(
        ...(await listImportProblems(ctx, { id, fileId })).rows.flatMap(({ problems }) => problems[0]?.reason ?? ""),
      );
    const totals = done.totals.map(({ rows: all, good, errors, skipped }) => ({ all, good, errors, skipped }));
    for (const { all, good, errors, skipped } of totals) expect(all).toBe(good + errors + skipped);
    return { totals, named };
  }
  const people = () =>
    rows(
      `select c.name, a.name as account, c.emails -> 0 ->> 'value' as email, c.phones -> 0 ->> 'display' as phone,
         c.job_title as title, m.name as owner
       from contacts c left join accounts a on a.id = c.account_id left join members m on m.id = c.owner_id
       where c.tenant_id = $1 order by lower(c.name)`,
    );
  const records = () =>
    rows(
      `select o.name, a.name as account, s.name as stage, o.status, o.amount_minor::int as amount, o.currency,
         r.name as reason, o.loss_detail as detail
       from opportunities o left join accounts a on a.id = o.account_id join stages s on s.id = o.stage_id
         left join loss_reasons r on r.id = o.loss_reason_id
       where o.tenant_id = $1 order by lower(o.name)`,
    );

  test("of HubSpot go in, contacts with their companies", async () => {
    const { totals, named } = await brought(hubspot);
    expect(await people()).toMatchObject([
      { name: "Brian Halligan (Sample)", account: "HubSpot", email: "bh@hubspot.example", phone: "+1 555 0100" },
      { name: "Maria Johnson (Sample)", account: "HubSpot", email: "emailmaria@hubspot.example", owner: "Ann Field" },
    ]);
    expect([totals.map(({ good }) => good), named]).toEqual([[3, 2, 3], []]);
    expect(await records()).toMatchObject([
      { name: "Lost cause", account: null, status: "lost", amount: null, reason: null, detail: "They chose nobody" },
      { name: "New laptops", account: "Acme, Inc.", stage: "Appointment Scheduled", status: "open", detail: null },
      { name: "Support 2025", account: "Bolt GmbH", status: "won", amount: 400_000 },
    ]);
    const bolt = `select a.external_id as id from opportunities o join accounts a on a.id = o.account_id
                  where o.tenant_id = $1 and o.name = 'Support 2025'`;
    expect(await rows(bolt), "of two firms of one name the one with the id in the row").toEqual([{ id: "9003" }]);
  });

  test("of Salesforce go in, and a line of sums is listed", async () => {
    const { totals, named } = await brought(salesforce);
    expect(await people()).toMatchObject([
      { name: "Rose Gonzalez", account: "Edge Communications", email: "rose@edge.example", title: "SVP" },
    ]);
    expect([totals.map(({ good }) => good), named]).toEqual([[2, 1, 2], [expect.any(String)]]);
    expect(await records()).toMatchObject([
      { name: "Burlington Weaving Plant", account: "Burlington Textiles", status: "open", amount: 23_500_000 },
      {
        name: "Edge Emergency Generator",
        account: "Edge Communications",
        status: "won",
        amount: 7_500_000,
        currency: "USD",
      },
    ]);
  });

  test("of Pipedrive go in, each amount in its currency", async () => {
    const { totals, named } = await brought(pipedrive);
    expect(await people()).toMatchObject([
      { name: "Benjamin Leon", account: "MoveEr", email: "benjamin@moveer.example", owner: "Ann Field" },
    ]);
    expect([totals.map(({ good }) => good), named]).toEqual([[2, 1, 3], []]);
    expect(await records()).toMatchObject([
      { name: "MoveEr deal", account: "MoveEr", stage: "Negotiations Started", amount: 1_250_000, currency: "EUR" },
      { name: "Silicon again", account: "Silicon Links", status: "lost", reason: "Price too high", detail: null },
      { name: "Silicon Links deal", account: "Silicon Links", status: "won", amount: 400_000, currency: "GBP" },
    ]);
  });
});
