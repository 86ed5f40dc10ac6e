import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { listImportProblems } from "./operations/list-problems";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);

test("ids that a spreadsheet shortened until they look alike are refused, and no opportunity goes in as another one", async () => {
  const { id, files } = await upload(ctx, {
    "deals.csv": "deal id,deal name,value\n1.23457E+14,One,1200\n1.23457E+14,Two,300\n12E5,Three,50\n",
  });
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 1, errors: 2 });
  const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(page.rows.map(({ line, problems }) => [line, problems[0]?.reason])).toEqual([
    [2, expect.stringContaining("has shortened")],
    [3, expect.stringContaining("has shortened")],
  ]);
  await run(ctx, id);
  expect(await rows("select name, external_id as id from opportunities where tenant_id = $1")).toEqual([
    { name: "Three", id: "12E5" },
  ]);
});

test("texts that a spreadsheet kept as formulas go in as texts, and its errors as nothing, in every kind of column", async () => {
  const { id } = await upload(ctx, {
    "accounts.csv":
      '"account name","postal code","phone","parent account"\n"=""00123""","=""00501""",########,\nTwo,,#REF!,#N/A\n',
    "deals.csv": '"deal id","account","amount","close date"\n7,"=""00123""","=""1200""",#WERT!\n',
  });
  const open = (await analyseImport(ctx, { id })).flatMap(({ values }) => values);
  expect(open.map(({ field, text, state }) => [field, text, state])).toEqual([
    ["phone", "########", "invalid"],
    ["phone", "#REF!", "invalid"],
    ["parent", "#N/A", "invalid"],
    ["closeDate", "#WERT!", "invalid"],
  ]);
  await decide(ctx, id, firstOffer);
  const checked = await check(ctx, id);
  expect(checked.preview?.map(({ good, errors }) => [good, errors])).toEqual([
    [2, 0],
    [1, 0],
  ]);
  await run(ctx, id);
  expect(
    await rows(
      "select name, billing_address ->> 'postalCode' as code, phone from accounts where tenant_id = $1 order by 1",
    ),
  ).toEqual([
    { name: "00123", code: "00501", phone: null },
    { name: "Two", code: null, phone: null },
  ]);
  expect(
    await rows(
      "select a.name, amount_minor::int as amount from opportunities o join accounts a on a.id = o.account_id where o.tenant_id = $1",
    ),
  ).toEqual([{ name: "00123", amount: 120_000 }]);
});

test("a record that is made for such a text is called by it", async () => {
  const { id } = await upload(ctx, { "deals.csv": 'deal id,account\n1,"=""00123"""\n2,00123\n' });
  await decide(ctx, id, ({ text }) => ({ do: "create", name: text }));
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 2, errors: 0 });
  await run(ctx, id);
  expect(await rows("select name from accounts where tenant_id = $1")).toEqual([{ name: "00123" }]);
});

test("sums and notes of a report are no records, and say why; a firm that is called Total is one", async () => {
  const { id, files } = await upload(ctx, {
    "accounts.csv":
      "Company,Country,Annual revenue\nAcme,Italy,100\nSubtotal,,100\nTotal,France,200\nGrand Total,,300\n\n,,\nAccounts Report,,\n" +
      "Copyright (c) 2000-2024. All rights reserved.\n",
  });
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 2, errors: 4 });
  const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  const note = "This is a note below the table, not a row of it.";
  expect(page.rows.map(({ line, problems }) => [line, problems[0]?.reason])).toEqual([
    [3, expect.stringContaining("looks like a total")],
    [5, expect.stringContaining("looks like a total")],
    [8, note],
    [9, note],
  ]);
  await run(ctx, id);
  expect(await rows("select name from accounts where tenant_id = $1 order by 1")).toEqual([
    { name: "Acme" },
    { name: "Total" },
  ]);
});

test("a column of day numbers holds dates, and one of parts of one percentages, without a decision for each value", async () => {
  const { id, files } = await upload(ctx, {
    "deals.csv": "deal id,close date,probability\nD1,45234,0.35\nD2,45300.5,1\nD3,,0\n",
  });
  expect(files[0]?.mapping.slice(1)).toMatchObject([
    { field: "closeDate", dateOrder: "serial" },
    { field: "probability", multiplier: 100 },
  ]);
  expect((await analyseImport(ctx, { id })).flatMap(({ values }) => values)).toEqual([]);
  await check(ctx, id);
  await run(ctx, id);
  expect(
    await rows(
      "select external_id as id, expected_close_date::text as closes, probability from opportunities where tenant_id = $1 order by 1",
    ),
  ).toEqual([
    { id: "D1", closes: "2023-11-04", probability: 35 },
    { id: "D2", closes: "2024-01-09", probability: 100 },
    { id: "D3", closes: null, probability: 0 },
  ]);
});

test("sources and types are known by what other products call them", async () => {
  const { id } = await upload(ctx, {
    "accounts.csv": "Company,Type,Country\nOne,Customer - Direct,Italy\nTwo,Technology Partner,Italy\n",
    "deals.csv": "deal id,lead source\nD1,Web\nD2,Word of mouth\nD3,Trade Show\n",
  });
  expect((await analyseImport(ctx, { id })).flatMap(({ values }) => values)).toEqual([]);
  await check(ctx, id);
  await run(ctx, id);
  expect(await rows("select type from accounts where tenant_id = $1 order by name")).toEqual([
    { type: "customer" },
    { type: "partner" },
  ]);
  expect(
    await rows("select lead_source as source from opportunities where tenant_id = $1 order by external_id"),
  ).toEqual([{ source: "website" }, { source: "referral" }, { source: "event" }]);
});
