import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, updateImportFile } from "./operations/change-file";
import { errorFile } from "./operations/error-file";
import { listImportProblems, pickImportCandidates } from "./operations/list-problems";
import { getImport } from "./operations/manage-imports";
import { revertImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { listKeptRecords } from "./reverts/operations";
import type { ImportDetail } from "./schema";

const products = "Item;List price\nAlpha One;1.200,50\nBeta Two;80\n";
const people =
  "rep,team lead,department\nAda Byron,Grace Hopper,North\nAlan Kay,Grace Hopper,North\nEdsger Dijk,,South\n";
const accounts = [
  "Company,Industry,Turnover (in thousands),Parent company,Fax",
  "Umber Works,Retial,12.5,Umber Group,1",
  "Umber Group,retail,400,,2",
  "Loop A,services,1,Loop B,3",
  "Loop B,services,1,Loop A,4",
  "Quiet Co,,,,5",
].join("\n");
const opportunities = [
  "deal id,rep,product,company,status,start date,close date,deal value",
  "D1,Ada Byron,Alpha One,Umber Works,Signed,2026-01-05,2026-02-01,1000",
  "D2,Alan Kay,AlphaOne,Umber Group,Talking,2026-01-07,,",
  "D3,Ada Byron,Beta Two,,Talking,,,200",
  "D4,Alan Kay,Beta Two,Quiet Co,Gone,2026-01-09,2026-02-30,0",
].join("\n");

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = <Row extends object>(sql: string, ...params: unknown[]) =>
  adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id, ...params]);
const fileOf = (detail: ImportDetail, entity: string) => {
  const file = detail.files.find((one) => one.entity === entity);
  if (!file) throw new Error(`No file of ${entity}.`);
  return file;
};
async function problemsOf(detail: ImportDetail, entity: string) {
  const page = await listImportProblems(ctx, { id: detail.id, fileId: fileOf(detail, entity).id });
  return page.rows.flatMap((row) => row.problems.map((one) => [row.line, one.header, one.value, one.reason]));
}

describe("four files of another firm", () => {
  test("go in with what can be read; each wrong row says line, column, value and reason", async () => {
    const { id } = await upload(ctx, {
      "deals.csv": opportunities,
      "firms.csv": accounts,
      "list.csv": products,
      "staff.csv": people,
    });
    const { id: fileId } = fileOf(await getImport(ctx, { id }), "opportunity");
    await updateImportFile(ctx, { id, fileId, mapping: [{ column: 6, field: "closeDate" }] });
    await decide(ctx, id, (group) => {
      if (group.text === "Signed") return { do: "create", name: "Signed", type: "won" };
      if (group.text === "Gone") return { do: "replace", text: "Closed Lost" };
      return group.state === "invalid" ? null : firstOffer(group);
    });
    const unread = (await analyseImport(ctx, { id }))
      .flatMap((file) => file.values)
      .filter((one) => one.choice === null);
    expect(unread).toMatchObject([{ field: "closeDate", text: "2026-02-30", rows: 1, firstLine: 5, state: "invalid" }]);
    const checked = await check(ctx, id);
    expect(checked.status).toBe("ready");
    expect(checked.files.map((file) => file.entity)).toEqual(["product", "member", "account", "opportunity"]);
    expect(fileOf(checked, "account").mapping[2]).toMatchObject({ field: "annualRevenue", multiplier: 1000 });
    expect(fileOf(checked, "product").mapping[1]).toMatchObject({ field: "price", decimal: "," });
    const found = await problemsOf(checked, "opportunity");
    expect(found).toEqual([[5, "close date", "2026-02-30", "2026-02-30 does not exist; February 2026 has 28 days."]]);
    const circle = await problemsOf(checked, "account");
    expect(circle).toHaveLength(1);
    expect(circle[0]?.[0]).toBe(5);
    expect(circle[0]?.[3]).toContain("Loop B → Loop A → Loop B");
    // It goes in without that parent: an error of the row, but not a row that stays out.
    expect(checked.preview?.[2]).toMatchObject({ rows: 5, good: 5, errors: 1 });
    const done = await run(ctx, id);
    expect(done.totals).toEqual(checked.preview);
    expect(
      await rows(
        `select o.external_id as id, o.name, s.name as stage, o.status, o.amount_minor::int as amount, m.name as owner
         from opportunities o join stages s on s.id = o.stage_id join members m on m.id = o.owner_id
         where o.tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      {
        id: "D1",
        name: "Alpha One – Umber Works",
        stage: "Signed",
        status: "won",
        amount: 100_000,
        owner: "Ada Byron",
      },
      { id: "D2", name: "Alpha One – Umber Group", stage: "Talking", status: "open", amount: null, owner: "Alan Kay" },
      { id: "D3", name: "Beta Two", stage: "Talking", status: "open", amount: 20_000, owner: "Ada Byron" },
    ]);
    expect(await rows("select price_minor::int as price from products where tenant_id = $1 order by name")).toEqual([
      { price: 120_050 },
      { price: 8000 },
    ]);
    expect(
      await rows(
        `select a.name, p.name as parent, a.industry, a.annual_revenue_minor::int as revenue from accounts a
         left join accounts p on p.id = a.parent_id where a.tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      { name: "Loop A", parent: "Loop B", industry: "services", revenue: 100_000 },
      { name: "Loop B", parent: null, industry: "services", revenue: 100_000 },
      { name: "Quiet Co", parent: null, industry: null, revenue: null },
      { name: "Umber Group", parent: null, industry: "retail", revenue: 40_000_000 },
      { name: "Umber Works", parent: "Umber Group", industry: "Retail", revenue: 1_250_000 },
    ]);
    expect(
      await rows(
        `select t.name, p.name as parent from teams t left join teams p on p.id = t.parent_id
         where t.tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      { name: "Grace Hopper", parent: "North" },
      { name: "North", parent: null },
      { name: "South", parent: null },
    ]);
  });

  test("the error file holds the wrong rows with reasons, guarded against formulas", async () => {
    const { id, files } = await upload(ctx, { "firms.csv": "Company,Employees\n=cmd(),many\nFine,3\n" });
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", mapping: [{ column: 1, field: "employees" }] });
    const checked = await check(ctx, id);
    const { name, content } = await errorFile(ctx, id, fileOf(checked, "account").id);
    const text = await new Response(Readable.toWeb(Readable.from(content)) as ReadableStream).text();
    expect(name).toBe("firms-errors.csv");
    expect(text).toBe("Company,Employees,Row,Reason\r\n'=cmd(),many,2,Employees: “many” is not a number.\r\n");
  });
});

describe("decisions", () => {
  test("a mended cell, a row left out, a value left empty, a value whose rows are left out", async () => {
    const text = "Company,Employees,Industry\nOne,l2,x\nTwo,oops,x\nThree,3,none\nFour,4,drop\n";
    const { id, files } = await upload(ctx, { "firms.csv": text });
    const fileId = files[0]?.id ?? "";
    await updateImportFile(ctx, { id, fileId, mapping: [{ column: 1, field: "employees" }] });
    await fixImportRow(ctx, { id, fileId, line: 2, cells: [{ column: 1, text: "12" }] });
    await fixImportRow(ctx, { id, fileId, line: 3, skip: true });
    await updateImportFile(ctx, {
      id,
      fileId,
      choices: [
        { field: "industry", text: "none", choice: { do: "empty" } },
        { field: "industry", text: "drop", choice: { do: "skip" } },
      ],
    });
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]).toMatchObject({ rows: 4, good: 2, skipped: 2, errors: 0 });
    await run(ctx, id);
    expect(
      await rows("select name, employees, industry from accounts where tenant_id = $1 order by employees"),
    ).toEqual([
      { name: "Three", employees: 3, industry: null },
      { name: "One", employees: 12, industry: "x" },
    ]);
  });

  test("an owner whose name two members have is an error that names it, until a person says who", async () => {
    await rows(
      `insert into members (id, tenant_id, name, name_key, email, email_key, role, status, updated_at)
       select gen_random_uuid(), $1, 'Sam Poe', 'sam poe', mail, mail, 'member', 'placeholder', now()
       from unnest(array['sam@a.example', 'sam@b.example']) mail`,
    );
    const { id } = await upload(ctx, { "firms.csv": "Company,Account owner\nOne,Sam Poe\nTwo,\n" });
    const checked = await check(ctx, id);
    expect(await problemsOf(checked, "account")).toEqual([
      [2, "Account owner", "Sam Poe", "2 members are called “Sam Poe”. Choose one of them."],
    ]);
    const [group] = (await analyseImport(ctx, { id }))[0]?.values ?? [];
    const [first] = group?.suggestions ?? [];
    expect(group).toMatchObject({ state: "ambiguous", text: "Sam Poe", rows: 1 });
    const marks = ["sam@a.example", "sam@b.example"];
    expect(group?.suggestions.map((one) => one.why).toSorted()).toEqual(marks);
    const fileId = (await getImport(ctx, { id })).files[0]?.id ?? "";
    const picked = await pickImportCandidates(ctx, { id, fileId, field: "owner", q: "sam" });
    expect(picked.map((one) => one.note).toSorted()).toEqual(marks);
    await decide(ctx, id, () => ({ do: "use", id: first?.id ?? "", label: "Sam Poe" }));
    expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 2, errors: 0 });
    await run(ctx, id);
    expect(await rows("select owner_id as owner from accounts where tenant_id = $1 order by name")).toEqual([
      { owner: first?.id },
      { owner: ctx.member?.id },
    ]);
  });

  test("owner of accounts without an owner column: me, nobody; zero as empty; decisions close with the run", async () => {
    const { id, files } = await upload(ctx, { "firms.csv": "Company,Revenue\nOne,0\n" });
    const fileId = files[0]?.id ?? "";
    expect((await analyseImport(ctx, { id }))[0]).toMatchObject({ asksOwner: true });
    await updateImportFile(ctx, {
      id,
      fileId,
      options: { owner: { kind: "nobody" } },
      mapping: [{ column: 1, field: "annualRevenue", zeroIsEmpty: true }],
    });
    await expect(startImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await check(ctx, id);
    await run(ctx, id);
    expect(await rows("select owner_id, annual_revenue_minor from accounts where tenant_id = $1")).toEqual([
      { owner_id: null, annual_revenue_minor: null },
    ]);
    await expect(updateImportFile(ctx, { id, fileId, entity: null })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("what exists", () => {
  test("is updated by its natural key, left where a cell is empty, and restored by a revert", async () => {
    const made = await accountOperations.create(ctx, {
      name: "Umber Works",
      industry: "Mining",
      employees: 5,
      phone: "1",
    });
    const other = await accountOperations.create(ctx, { name: "Quiet Co", phone: "2" });
    const done = await importAll(ctx, {
      "firms.csv": "Company,Industry,Employees,Phone\number  works,,9,7\nQuiet Co,,,3\nNew Co,,1,\n",
    });
    expect(done.totals[0]?.objects).toEqual([
      { entity: "account", label: "Accounts", created: 1, updated: 2, unchanged: 0, merged: 0 },
    ]);
    expect(await accountOperations.get(ctx, { id: made.id })).toMatchObject({
      name: "Umber Works",
      industry: "Mining",
      employees: 9,
    });
    const now = await accountOperations.get(ctx, { id: other.id });
    await accountOperations.update(ctx, { id: other.id, version: now.version, industry: "Banking" });
    await revertImport(ctx, { id: done.id });
    await workImports();
    expect(await accountOperations.get(ctx, { id: made.id })).toMatchObject({
      employees: 5,
      phone: "1",
      industry: "Mining",
    });
    expect(await accountOperations.get(ctx, { id: other.id })).toMatchObject({ phone: "3", industry: "Banking" });
    expect((await listKeptRecords(ctx, { id: done.id })).rows).toMatchObject([
      { label: "Quiet Co", path: `/accounts/${other.id}`, reason: "Somebody has since changed it." },
    ]);
    expect(await rows("select name from accounts where tenant_id = $1 order by 1")).toEqual([
      { name: "Quiet Co" },
      { name: "Umber Works" },
    ]);
    await expect(revertImport(ctx, { id: done.id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("of several rows of one key the last one counts, and the same file again changes nothing", async () => {
    const files = {
      "accounts.csv": "account name,domain,industry\nTwice,twice.example,Rail\nTwice Ltd,www.twice.example,Road\n",
      "products.csv": "sku,name,price\nTW-1,Twice,5\ntw-1,Twice more,7\n",
      "deals.csv": "deal id,deal name,amount\nTW-1,Twice,5\nTW-1,Again,7\n",
    };
    const first = await importAll(ctx, files);
    const again = await importAll(ctx, files);
    const present = await adminQuery(
      `select name, version from accounts where tenant_id = $1 and domain = 'twice.example'
       union all select name, version from products where tenant_id = $1 and sku_key = 'tw-1'
       union all select name, version from opportunities where tenant_id = $1 and external_id = 'TW-1'`,
      [workspace.tenant.id],
    );
    expect(first).toMatchObject({ updated: 0, totals: first.preview });
    expect(again).toMatchObject({ created: 0, updated: 0, totals: again.preview });
    expect(present).toEqual([
      { name: "Twice Ltd", version: 1 },
      { name: "Twice more", version: 1 },
      { name: "Again", version: 1 },
    ]);
  });

  test("an opportunity moves on with a later file, and back with its revert", async () => {
    const head = "deal id,company,status,start date,close date,value\n";
    const history = () =>
      rows(
        `select s.name, e.left_at is null as open from stage_entries e join stages s on s.id = e.stage_id
         where e.tenant_id = $1 order by e.sequence`,
      );
    await importAll(ctx, { "deals.csv": `${head}D1,,Proposal,2026-01-05,,10\n` });
    const second = await importAll(ctx, { "deals.csv": `${head}D1,,Closed Won,2026-01-05,2026-03-01,12\n` });
    expect(second.totals[0]?.objects).toMatchObject([
      { updated: 1, created: 0 },
      { entity: "stageEntry", created: 1 },
    ]);
    expect(await history()).toEqual([
      { name: "Proposal", open: false },
      { name: "Closed Won", open: true },
    ]);
    await revertImport(ctx, { id: second.id });
    await workImports();
    expect(await history()).toEqual([{ name: "Proposal", open: true }]);
    expect(
      await rows("select status, amount_minor::int as amount, closed_at from opportunities where tenant_id = $1"),
    ).toEqual([{ status: "open", amount: 1000, closed_at: null }]);
  });
});
