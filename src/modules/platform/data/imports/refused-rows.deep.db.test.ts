import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import { productOperations } from "@/modules/crm/products/operations";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { errorFile } from "./operations/error-file";
import { listImportProblems } from "./operations/list-problems";
import type { ImportDetail } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
beforeEach(async () => {
  ({ workspace, ctx: admin } = await importWorkspace());
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
async function reasonsOf(ctx: Ctx, detail: ImportDetail): Promise<string[]> {
  const page = await listImportProblems(ctx, { id: detail.id, fileId: detail.files[0]?.id ?? "" });
  return page.rows.flatMap((row) => row.problems.map((one) => `${row.line} ${one.field}: ${one.reason}`));
}

test("an external id that an opportunity has which one does not see is an error of its row", async () => {
  await importAll(admin, { "deals.csv": "deal id,stage,value\nD1,Lead,5\n" });
  const member = await workspace.join("manager");
  await rows(
    "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'opportunity', 'own')",
  );
  const manager = await workspace.as(member, { visibility: { opportunity: "own" } });
  const before = await rows("select * from opportunities where tenant_id = $1");
  const done = await importAll(manager, { "deals.csv": "deal id,stage,value\nD1,Proposal,6\nD2,Lead,7\n" });
  expect(done).toMatchObject({ status: "done", preview: [{ good: 1, errors: 1 }], totals: [{ good: 1, errors: 1 }] });
  expect(await reasonsOf(manager, done)).toEqual([
    "2 externalId: “D1” already exists, and you are not allowed to change it. Ask its owner or an admin.",
  ]);
  expect(await rows("select * from opportunities where tenant_id = $1 and external_id = 'D1'")).toEqual(before);
});

test("all that is wrong with a row is told at once, in the preview and in the error file", async () => {
  const file = [
    "deal id,company,sales agent,start date,won date,probability,value",
    "D1,Nobody Ltd,No One,2026-02-30,2026-03-01,500,many",
    "D2,,No One,2026-05-01,2026-04-01,500,1",
    "D3,,,2026-05-01,2026-04-01,20,1",
    "D4,,,2026-05-01,2026-06-01,500,1",
    "D5,,,2026-05-01,2026-06-01,20,1",
  ].join("\n");
  await importAll(admin, {
    "deals.csv": "deal id,start date,won date,probability,value\nD5,2026-05-01,2026-06-01,20,1\n",
  });
  const { id } = await upload(admin, { "deals.csv": `${file}\n` });
  const checked = await check(admin, id);
  const early = "The opportunity closes on 2026-04-01, before its start date 2026-05-01.";
  const told = [
    [2, "start date", "2026-02-30 does not exist; February 2026 has 28 days."],
    [2, "value", "“many” is not an amount."],
    [2, "company", "“Nobody Ltd” is not among your accounts."],
    [2, "sales agent", "“No One” is not among your members."],
    [2, "probability", "Use a percentage from 0 to 100."],
    [3, "sales agent", "“No One” is not among your members."],
    [3, "won date", early],
    [3, "probability", "Use a percentage from 0 to 100."],
    [4, "won date", early],
    [5, "probability", "Use a percentage from 0 to 100."],
  ];
  const page = await listImportProblems(admin, { id, fileId: checked.files[0]?.id ?? "" });
  expect(page.rows.flatMap((row) => row.problems.map((one) => [row.line, one.header, one.reason]))).toEqual(told);
  expect(checked.preview?.[0]).toMatchObject({
    good: 1,
    errors: 4,
    objects: [{ entity: "opportunity", created: 0, updated: 0, unchanged: 1 }, { entity: "stageEntry" }],
  });
  const { content } = await errorFile(admin, id, checked.files[0]?.id ?? "");
  const text = await new Response(Readable.toWeb(Readable.from(content)) as ReadableStream).text();
  const reasons = told.flatMap(([line, header, reason]) => (line === 2 ? [`${header}: ${reason}`] : []));
  expect(text.split("\r\n")[1]).toContain(`2,${reasons.join(" ")}`);
});

test("the address of somebody who was removed is an error of its row", async () => {
  const gone = await createPlaceholder(admin, { name: "Ada Byron", email: "ada@firm.example", role: "member" });
  await removeMember(admin, { id: gone.id, version: gone.version });
  const done = await importAll(admin, {
    "people.csv": "Name,Email,Team\nAda B.,ada@firm.example,North\nAlan Kay,alan@firm.example,North\n",
  });
  expect(done).toMatchObject({ status: "done", totals: [{ good: 1, errors: 1 }] });
  expect(await reasonsOf(admin, done)).toEqual(["2 email: ada@firm.example belongs to Ada Byron, who was removed."]);
  expect(
    await rows("select name, status from members where tenant_id = $1 and email like '%@firm.example' order by 1"),
  ).toEqual([
    { name: "Ada Byron", status: "removed" },
    { name: "Alan Kay", status: "placeholder" },
  ]);
});

test("a product that gets its SKU from one row is met by it in the next", async () => {
  await productOperations.create(admin, { name: "Alpha" });
  const done = await importAll(admin, { "products.csv": "Product,SKU,Price\nAlpha,S\u00ad1,2\nAlpha,S1,3\n" });
  expect(done).toMatchObject({ status: "done", totals: [{ good: 2, errors: 0 }] });
  expect(await rows("select name, sku, price_minor::int as price from products where tenant_id = $1")).toEqual([
    { name: "Alpha", sku: "S1", price: 300 },
  ]);
});

test("what the database alone refuses is an error of its row, in the preview and in the run; the others go in", async () => {
  await adminQuery(
    `alter table accounts add constraint drill check (tenant_id <> '${workspace.tenant.id}' or name not in ('Bad 1', 'Bad 2'))`,
  );
  try {
    const names = [...Array.from({ length: 300 }, (_, index) => `Firm ${index}`), "Bad 1", "Good", "Bad 2"];
    const { id } = await upload(admin, { "firms.csv": `Company\n${names.join("\n")}\n` });
    expect(await check(admin, id)).toMatchObject({ status: "ready", preview: [{ good: 301, errors: 2 }] });
    const done = await run(admin, id);
    expect(done).toMatchObject({ status: "done", created: 301, totals: [{ good: 301, errors: 2 }] });
    expect(await reasonsOf(admin, done)).toEqual([
      "302 null: The values of this row contradict each other. Correct or skip this row.",
      "304 null: The values of this row contradict each other. Correct or skip this row.",
    ]);
    expect(
      await rows("select count(*)::int as n, count(distinct name)::int as names from accounts where tenant_id = $1"),
    ).toEqual([{ n: 301, names: 301 }]);
    expect(
      await rows("select count(*)::int as n from events where tenant_id = $1 and name = 'account.imported'"),
    ).toEqual([{ n: 301 }]);
  } finally {
    await adminQuery("alter table accounts drop constraint drill");
  }
});

test("a record that rows before and after a refused one name is written and kept in mind once", async () => {
  await importAll(admin, { "firms.csv": "Company,Industry\nKnown,Media\n" });
  await adminQuery(
    `alter table accounts add constraint drill_twice check (tenant_id <> '${workspace.tenant.id}' or name <> 'Bad')`,
  );
  try {
    // Only the domain knows that both are the same name.
    const file = "Company,Industry\nKnown,Energy\nNew,Energy\nBad,Energy\nKno\u00adwn,Retail\nNe\u00adw,Retail\n";
    const done = await importAll(admin, { "firms.csv": file });
    expect(done).toMatchObject({ status: "done", totals: [{ good: 4, errors: 1 }] });
    expect(await rows("select name, industry, version from accounts where tenant_id = $1 order by name")).toEqual([
      { name: "Known", industry: "Retail", version: 3 },
      { name: "New", industry: "Retail", version: 2 },
    ]);
    expect(
      await rows(
        `select label, action, version, line, before ->> 'industry' as was from import_records
         where tenant_id = $1 and import_id = $2 order by label`,
        done.id,
      ),
    ).toEqual([
      { label: "Known", action: "updated", version: 3, line: 2, was: "Media" },
      { label: "New", action: "created", version: 2, line: 3, was: null },
    ]);
  } finally {
    await adminQuery("alter table accounts drop constraint drill_twice");
  }
});
