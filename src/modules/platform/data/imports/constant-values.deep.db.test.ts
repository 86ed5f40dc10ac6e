import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import type { Constant } from "./schema";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);
const opportunities = () =>
  rows(
    `select o.external_id as id, a.name as account, o.amount_minor::int as amount, o.currency, o.lead_source as source
     from opportunities o left join accounts a on a.id = o.account_id where o.tenant_id = $1 order by 1`,
  );

async function accountId(name: string): Promise<string> {
  const [row] = await adminQuery<{ id: string }>("select id from accounts where tenant_id = $1 and name = $2", [
    workspace.tenant.id,
    name,
  ]);
  return row?.id ?? "";
}

test("a field that no column fills gets one value in all rows, as the preview counts it", async () => {
  await importAll(ctx, { "firms.csv": "Company,Country\nAcme,Italy\n" });
  const { id, files } = await upload(ctx, { "deals.csv": "Deal ID,Close date\nD1,2026-02-03\nD2,2026-02-04\n" });
  const fileId = files[0]?.id ?? "";
  const constants: Record<string, Constant> = {
    account: { do: "use", id: await accountId("Acme"), label: "Acme" },
    amount: { do: "replace", text: "EUR 1,250.50" },
    leadSource: { do: "replace", text: "Trade Show" },
  };
  await updateImportFile(ctx, { id, fileId, options: { constants } });
  expect((await analyseImport(ctx, { id }))[0]).toMatchObject({ blockers: [], values: [] });
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([{ good: 2, errors: 0 }]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  const same = { account: "Acme", amount: 125_050, currency: "EUR", source: "event" };
  expect(await opportunities()).toEqual([
    { id: "D1", ...same },
    { id: "D2", ...same },
  ]);
});

test("what cannot be the value of all rows is refused, and changes nothing", async () => {
  const { id, files } = await upload(ctx, { "deals.csv": "Deal ID,Close date\nD1,2026-02-03\n" });
  const fileId = files[0]?.id ?? "";
  const set = (constants: Record<string, Constant>) => updateImportFile(ctx, { id, fileId, options: { constants } });
  const refused: [Record<string, Constant>, string][] = [
    [{ amount: { do: "replace", text: "a lot" } }, "VALIDATION"],
    [{ amount: { do: "replace", text: " " } }, "VALIDATION"],
    [{ account: { do: "replace", text: "Acme" } }, "VALIDATION"],
    [{ externalId: { do: "replace", text: "D9" } }, "VALIDATION"],
    [{ nonsense: { do: "replace", text: "x" } }, "VALIDATION"],
    [{ account: { do: "use", id: randomUUID(), label: "Nobody's" } }, "NOT_FOUND"],
  ];
  for (const [constants, code] of refused) await expect(set(constants)).rejects.toMatchObject({ code });
  expect((await getImport(ctx, { id })).files[0]?.options.constants).toEqual({});
});

test("it gives way to a column that fills the field", async () => {
  const { id, files } = await upload(ctx, { "deals.csv": "Deal ID,Origin of it all\nD1,Web\n" });
  const fileId = files[0]?.id ?? "";
  const constants = { leadSource: { do: "replace" as const, text: "Event" } };
  await updateImportFile(ctx, { id, fileId, options: { constants } });
  await updateImportFile(ctx, { id, fileId, mapping: [{ column: 1, field: "leadSource" }] });
  expect((await getImport(ctx, { id })).files[0]?.options.constants).toEqual({});
  await check(ctx, id);
  await run(ctx, id);
  expect(await opportunities()).toMatchObject([{ id: "D1", source: "website" }]);
});

test("a value of all rows changes nothing of a field that a column fills", async () => {
  const { id, files } = await upload(ctx, { "deals.csv": "Deal ID,Lead source\nD1,Web\nD2,\n" });
  const constants = { leadSource: { do: "replace" as const, text: "Event" } };
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { constants } });
  await check(ctx, id);
  await run(ctx, id);
  expect((await opportunities()).map(({ source }) => source)).toEqual(["website", null]);
});

test("values that wait for a decision stand before those that have one", async () => {
  const { id } = await upload(ctx, { "deals.csv": "Deal ID,Account\nD1,Acme\nD2,Acme\nD3,Bolt\n" });
  await decide(ctx, id, ({ text }) => (text === "Acme" ? { do: "create", name: text } : null));
  const [file] = await analyseImport(ctx, { id });
  expect(file?.values.map(({ text, choice }) => [text, choice?.do])).toEqual([
    ["Bolt", undefined],
    ["Acme", "create"],
  ]);
});
