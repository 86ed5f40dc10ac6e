import { beforeEach, describe, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { formatMoney } from "@/lib/money";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { FieldChange } from "@/modules/platform/history/events/schema";
import type { Ctx } from "@/server/context";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { fixImportRow } from "../operations/change-file";
import { listImportProblems } from "../operations/list-problems";
import type { ImportDetail } from "../schema";
import { listImportChanges } from "./operations/list";

let workspace: TestWorkspace;
let member: TestMember;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace } = await importWorkspace());
  member = await workspace.join("admin");
  ctx = await workspace.as(member);
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);

/** Everything that a listing might write by mistake. */
const stored = () =>
  rows(
    `select (select jsonb_agg(to_jsonb(a) order by a.id) from accounts a where a.tenant_id = $1) as accounts,
       (select jsonb_agg(to_jsonb(r) order by r.file_id, r.line) from import_rows r where r.tenant_id = $1) as lines,
       (select jsonb_agg(to_jsonb(c) order by c.record_id) from import_changes c where c.tenant_id = $1) as changes,
       (select count(*)::int from events e where e.tenant_id = $1) as events`,
  );

const value = (of: FieldChange["before"]) =>
  typeof of === "object" && of !== null
    ? formatMoney(of.amount, of.currency, { locale: "en-US", currency: "USD" })
    : of;

/** "5 Acme: Website: a → b", page by page. */
async function changesOf(who: Ctx, { id, files }: ImportDetail, place = 0, limit = 2): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listImportChanges>> = await listImportChanges(who, {
      id,
      fileId: files[place]?.id ?? "",
      limit,
      ...(cursor ? { cursor } : {}),
    });
    for (const { line, label, changes } of page.rows) {
      const said = changes.map((one) => `${one.label}: ${value(one.before)} → ${value(one.after)}`);
      found.push(`${line} ${label}: ${said.join(", ")}`);
    }
    cursor = page.nextCursor;
  }
  return found;
}

async function mergedOf(who: Ctx, { id, files }: ImportDetail) {
  const page = await listImportProblems(who, { id, fileId: files[0]?.id ?? "", show: "merged" });
  return page.rows.map(({ line, merged }) => [line, merged?.line, merged?.label, merged?.path !== null]);
}

const head = "company,domain,website,industry,type,revenue,parent company,account owner,billing city\n";

describe("the second import of a file", () => {
  let other: TestMember;
  beforeEach(async () => {
    other = await workspace.join("member");
    await importAll(ctx, {
      "firms.csv": `${head}Acme,acme.example,https://acme.example,Rail,Customer,10,,${member.email},Kiel
Bolt,bolt.example,,Retail,Prospect,20,,,
Crux,crux.example,,Retail,Prospect,30,,,
Dune,dune.example,,Retail,Prospect,40,,,\n`,
    });
  });
  const second = () => ({
    "firms.csv": `${head}Acme,acme.example,https://acme.io,Rail,Partner,12.5,New Co,${other.email},Bonn
Bolt,bolt.example,,Retail,Prospect,20,,,
Crux,crux.example,,Energy,Prospect,30,Acme,,
Dune Ltd,dune.example,,,,,,,
New Co,new.example,,Retail,Prospect,1,,,\n`,
  });
  const expected = () => [
    `2 Acme: Website: https://acme.example → https://acme.io, Type: Customer → Partner, Annual revenue: $10 → $12.50, Billing address: Kiel → Bonn, Parent account: null → New Co, Owner: ${member.name} → ${other.name}`,
    "4 Crux: Industry: Retail → Energy, Parent account: null → Acme",
    "5 Dune: Name: Dune → Dune Ltd",
  ];

  test("lists each record that changes, with exactly the fields that change, before and after the run", async () => {
    const { id } = await upload(ctx, second());
    await decide(ctx, id, firstOffer);
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]?.objects).toMatchObject([{ created: 1, updated: 3, unchanged: 1 }]);
    const before = await stored();
    expect(await changesOf(ctx, checked)).toEqual(expected());
    expect(await stored()).toEqual(before);
    const done = await run(ctx, id);
    expect(done).toMatchObject({ status: "done", totals: checked.preview });
    const after = await stored();
    expect(await changesOf(ctx, done)).toEqual(expected().map((line) => line.replace("5 Dune:", "5 Dune Ltd:")));
    expect(await stored()).toEqual(after);
    expect((await rows("select 1 from import_changes where tenant_id = $1")).length).toBe(0);
    const { rows: records } = await accountOperations.list(ctx, { sort: { field: "name", direction: "asc" } });
    expect(
      records.map(({ name, website, type, industry, annualRevenue, parent, owner, billingAddress }) => [
        ...[name, website, type, industry, annualRevenue?.amount, parent?.name, owner?.id, billingAddress?.city],
      ]),
    ).toEqual([
      ["Acme", "https://acme.io", "partner", "Rail", 1250, "New Co", other.id, "Bonn"],
      ["Bolt", null, "prospect", "Retail", 2000, undefined, member.id, undefined],
      ["Crux", null, "prospect", "Energy", 3000, "Acme", member.id, undefined],
      ["Dune Ltd", null, "prospect", "Retail", 4000, undefined, member.id, undefined],
      ["New Co", null, "prospect", "Retail", 100, undefined, member.id, undefined],
    ]);
  });

  test("shows no field that is hidden, and no record that is", async () => {
    const { id } = await upload(ctx, second());
    await decide(ctx, id, firstOffer);
    const checked = await check(ctx, id);
    const blind = await workspace.as(member, { hiddenFields: { account: ["annualRevenue", "industry"] } });
    const seen = async (who: Ctx, detail: ImportDetail) => (await changesOf(who, detail)).join("\n");
    for (const detail of [checked, await run(ctx, id)]) {
      expect(await seen(blind, detail)).not.toMatch(/revenue|Industry/);
      expect(await seen(blind, detail)).toContain("Website: https://acme.example → https://acme.io");
      expect(await seen(blind, detail)).toContain("4 Crux: Parent account: null → Acme");
    }
    const manager = await workspace.join("manager");
    const team = await ctx.db.team.create({ data: { name: "Team", nameKey: "team" } });
    for (const memberId of [manager.id, member.id])
      await ctx.db.teamMember.create({ data: { teamId: team.id, memberId } });
    const visibility = { account: "own" as const };
    const lead = await workspace.as(manager, { visibility });
    // Acme belongs to somebody of no team of theirs now.
    expect(await seen(lead, checked)).not.toContain("Acme:");
    expect(await seen(lead, checked)).toContain("4 Crux:");
  });
});

test("a record of several batches and files has the first value before and the last one after; new records are not listed", async () => {
  await importAll(ctx, {
    "products.csv": "sku,name,price\nA-1,Alpha,10\n",
    "deals.csv": "deal id,deal name,company,status,value,start date\nD1,One,,Lead,5,2026-01-05\n",
    "firms.csv": "company,domain,industry\nTwice,twice.example,Rail\nBack,back.example,Rail\n",
  });
  const others = Array.from({ length: maxBatchRows }, (_, index) => `Other ${index},other${index}.example,`).join("\n");
  const { id } = await upload(ctx, {
    "firms.csv": `company,domain,industry\nTwice,twice.example,Road\nBack,back.example,Road\n${others}\nTwice,,Air\nOther 1,,Air\nBack,,Rail\n`,
    "deals.csv": "deal id,deal name,company,status,value,product\nD1,One,Other 7,Proposal,6,Alpha\n",
    "more-deals.csv": "deal id,deal name,status,value\nD1,One,Closed Won,7\n",
  });
  await decide(ctx, id, firstOffer);
  const expected = [
    ["2 Twice: Industry: Rail → Air", "3 Back: "],
    ["2 One: Account: null → Other 7, Product: null → Alpha, Stage: Lead → Closed Won, Value: $5 → $7"],
    [],
  ];
  const lists = async (detail: ImportDetail) =>
    await Promise.all(expected.map((_, place) => changesOf(ctx, detail, place, 1)));
  const checked = await check(ctx, id);
  expect(await lists(checked)).toEqual(expected);
  expect(await rows("select entity, line from import_changes where tenant_id = $1 order by 1, 2")).toEqual([
    { entity: "account", line: 2 },
    { entity: "account", line: 3 },
    { entity: "opportunity", line: 2 },
  ]);
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  expect(await lists(done)).toEqual(expected);
});

test("a row that is merged is listed with the line and the record that it goes into, as many as are counted", async () => {
  await importAll(ctx, { "firms.csv": "company,domain\nAcme,acme.example\n" });
  const { id } = await upload(ctx, {
    "firms.csv": `company,domain,industry,parent company
Acme,acme.example,Rail,Bolt
Bolt,bolt.example,Rail,
Acme,acme.example,Road,Bolt
Acme,,Air,
Bolt,bolt.example,no,Nobody
Crux,crux.example,,
Crux,crux.example,,\n`,
  });
  await decide(ctx, id, firstOffer);
  const checked = await check(ctx, id);
  expect(checked.preview?.[0]?.objects).toMatchObject([{ created: 2, updated: 1, merged: 4 }]);
  const expected = [
    [2, 5, "Acme", true],
    [3, 6, "Bolt", false],
    [4, 5, "Acme", true],
    [7, 8, "Crux", false],
  ];
  expect(await mergedOf(ctx, checked)).toEqual(expected);
  expect(await mergedOf(ctx, await run(ctx, id))).toEqual(expected);
});

test("a cursor of another list is refused", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "company\nAcme\n" });
  for (const cursor of ["", "2", `2 ${"-".repeat(36)}`, `-1 ${id}`, `9999999999 ${id}`, `2 ${id}x`])
    await expect(listImportChanges(ctx, { id, fileId: files[0]?.id ?? "", cursor })).rejects.toMatchObject({
      code: "VALIDATION",
    });
});

test("rows that go in together no more are not listed as merged", async () => {
  const { id, files } = await upload(ctx, {
    "firms.csv": "company,domain\nAcme,acme.example\nAcme Ltd,acme.example\n",
  });
  expect(await mergedOf(ctx, await check(ctx, id))).toEqual([[2, 3, "Acme Ltd", false]]);
  await fixImportRow(ctx, { id, fileId: files[0]?.id ?? "", line: 2, cells: [{ column: 1, text: "other.example" }] });
  expect(await mergedOf(ctx, await check(ctx, id))).toEqual([]);
});

test("a row whose record is refused by the run is listed with its problem alone", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "company,industry\nAcme,Rail\nAcme,Road\n" });
  await decide(ctx, id, firstOffer);
  expect(await mergedOf(ctx, await check(ctx, id))).toEqual([[2, 3, "Acme", false]]);
  for (const domain of ["one.example", "two.example"]) await accountOperations.create(ctx, { name: "Acme", domain });
  const done = await run(ctx, id);
  const problems = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(problems.rows.map(({ line }) => line)).toEqual([2, 3]);
  expect(await mergedOf(ctx, done)).toEqual([]);
});
