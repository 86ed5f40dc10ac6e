import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { removeStage } from "@/modules/crm/opportunities/stages/operations";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import { productOperations } from "@/modules/crm/products/operations";
import { createComment } from "@/modules/platform/data/comments/operations/write";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { importAll } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { getImport } from "./operations/manage-imports";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { listKeptRecords, previewRevert } from "./reverts/operations";
import type { KeptRecord } from "./reverts/schema";

let workspace: TestWorkspace;
let ctx: Ctx;
let pipeline: Pipeline;
beforeEach(async () => {
  ({ workspace, admin: ctx, pipeline } = await opportunityWorkspace());
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const stage = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "";

/** Reverts an import to its end; what it kept, and why: the same as the preview says, which changes nothing. */
async function revert(id: string): Promise<(string | null)[][]> {
  const promised = await previewRevert(ctx, { id });
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", revertedAt: null });
  const kept = await revertNow(id);
  const { rows, reasons, total } = await listKeptRecords(ctx, { id });
  expect(promised.kept).toBe(total);
  expect(promised.rows.toSorted(byId)).toEqual(rows.toSorted(byId));
  expect(promised.reasons).toEqual(reasons);
  return kept;
}

const byId = (a: KeptRecord, b: KeptRecord) => (a.recordId < b.recordId ? -1 : 1);

async function revertNow(id: string): Promise<(string | null)[][]> {
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted", failure: null });
  return (await listKeptRecords(ctx, { id })).rows.map((row) => [row.label, row.reason]);
}

describe("a revert keeps what cannot be as it was, says why, and takes back the rest", () => {
  test("a new account that somebody commented on", async () => {
    const { id } = await importAll(ctx, { "accounts.csv": "Name,Employees\nAlder Ports,10\nBirch Ports,20\n" });
    const [alder] = await rows("select id from accounts where tenant_id = $1 and name = 'Alder Ports'");
    await createComment(ctx, { entity: "account", recordId: String(alder?.id), text: "Worth a visit" });
    expect(await revert(id)).toEqual([["Alder Ports", "Somebody has since commented on it."]]);
    expect(await rows("select name from accounts where tenant_id = $1")).toEqual([{ name: "Alder Ports" }]);
  });

  test("a product whose SKU another one has now", async () => {
    for (const [name, sku] of [
      ["Alpha", "A1"],
      ["Beta", "B1"],
    ] as const)
      await productOperations.create(ctx, { name, sku });
    await rows("update products set sku = null, sku_key = null where tenant_id = $1 and name = 'Alpha'");
    const { id } = await importAll(ctx, { "products.csv": "Product,SKU,Price\nAlpha,A2,1\nBeta,B1,2\n" });
    // The values from before hold a SKU that is taken by then.
    await rows(
      `update import_records set before = jsonb_set(before, '{sku}', '"A1"') where tenant_id = $1 and label = 'Alpha'`,
    );
    await productOperations.create(ctx, { name: "Other", sku: "A1" });
    expect(await revert(id)).toEqual([["Alpha", "Another product now has its earlier SKU."]]);
    expect(
      await rows("select name, sku, price_minor::int as price from products where tenant_id = $1 order by name"),
    ).toEqual([
      { name: "Alpha", sku: "A2", price: 100 },
      { name: "Beta", sku: "B1", price: null },
      { name: "Other", sku: "A1", price: null },
    ]);
  });

  test("an account whose parent was deleted, or stands below it now", async () => {
    const old = await accountOperations.create(ctx, { name: "Old parent" });
    const turned = await accountOperations.create(ctx, { name: "Turned" });
    await accountOperations.create(ctx, { name: "New parent" });
    const made = (name: string, parentId: string) => accountOperations.create(ctx, { name, parentId });
    const [orphan, circle, free] = [
      await made("Orphan", old.id),
      await made("Circle", turned.id),
      await made("Free", turned.id),
    ];
    const file = ["Orphan", "Circle", "Free"].map((name) => `${name},New parent`).join("\n");
    const { id } = await importAll(ctx, { "firms.csv": `Company,Parent company\n${file}\n` });
    await accountOperations.delete(ctx, { id: old.id, version: old.version });
    await accountOperations.update(ctx, { id: turned.id, version: turned.version, parentId: circle.id });
    expect((await revert(id)).sort()).toEqual([
      ["Circle", "Its previous parent account is now below it."],
      ["Orphan", "Its previous parent account has since been deleted."],
    ]);
    expect((await accountOperations.get(ctx, { id: free.id })).parent).toMatchObject({ id: turned.id });
    expect((await accountOperations.get(ctx, { id: orphan.id })).parent).toMatchObject({ name: "New parent" });
    const { members } = await accountOperations.family(ctx, { id: circle.id });
    expect(members.map((one) => one.name)).toEqual(["New parent", "Circle", "Turned", "Free", "Orphan"]);
  });

  test("an account that the import put below a new one goes back, and the new one goes", async () => {
    const old = await accountOperations.create(ctx, { name: "Old parent" });
    const child = await accountOperations.create(ctx, { name: "Child", parentId: old.id });
    const { id } = await importAll(ctx, { "firms.csv": "Company,Parent company\nChild,New parent\nNew parent,\n" });
    expect((await accountOperations.get(ctx, { id: child.id })).parent).toMatchObject({ name: "New parent" });
    expect(await revert(id)).toEqual([]);
    expect((await accountOperations.get(ctx, { id: child.id })).parent).toMatchObject({ id: old.id });
    expect(await rows("select name from accounts where tenant_id = $1 order by name")).toEqual([
      { name: "Child" },
      { name: "Old parent" },
    ]);
  });

  test.each([
    ["accounts", "Company\nHeld\n"],
    ["products", "Product,SKU\nHeld,H1\n"],
    ["opportunities", "deal id,deal name\nH1,Held\n"],
  ])("what somebody changes at that moment, of %s", async (table, file) => {
    const { id } = await importAll(ctx, { [`${table}.csv`]: file });
    let reverting: Promise<(string | null)[][]> | undefined;
    await inTransaction(ctx, async (inner) => {
      await tenantSql(
        ctx.tenant.id,
        inner.db,
        Prisma.sql`update ${Prisma.raw(table)} set version = version + 1, name = 'Renamed'
                   where tenant_id = ${ctx.tenant.id}::uuid returning 1 as done`,
      );
      reverting = revertNow(id);
      await expect.poll(howManyWait).toBeGreaterThan(0);
      inner.outcome.unchanged = true;
    });
    expect(await reverting).toEqual([["Held", "Somebody has since changed it."]]);
  });

  test("a new account that an opportunity points to, in its place below a new parent", async () => {
    const { id } = await importAll(ctx, { "firms.csv": "Company,Parent company\nMother,\nHeld,Mother\nFree,Mother\n" });
    const [held] = await rows("select id from accounts where tenant_id = $1 and name = 'Held'");
    await createOpportunity(ctx, { name: "Crane", accountId: String(held?.id) });
    const kept = await revert(id);
    expect(kept.map(([label]) => label).toSorted()).toEqual(["Held", "Mother"]);
    expect(kept.map(([, reason]) => reason)).toEqual(["Other records use it.", "Other records use it."]);
    expect(
      await rows(
        `select a.name, p.name as parent from accounts a left join accounts p on p.id = a.parent_id
         where a.tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      { name: "Held", parent: "Mother" },
      { name: "Mother", parent: null },
    ]);
  });

  test("opportunities whose stage or account is gone; one whose place is taken comes behind the card that took it", async () => {
    const firm = await accountOperations.create(ctx, { name: "Gone Co" });
    await accountOperations.create(ctx, { name: "Here Co" });
    const head = "deal id,company,status,value\n";
    await importAll(ctx, {
      "deals.csv": `${head}D1,Here Co,Proposal,1\nD2,Gone Co,Lead,2\nD3,Here Co,Lead,3\nD4,Here Co,Lead,4\n`,
    });
    const { id } = await importAll(ctx, {
      "deals.csv": `${head}D1,Here Co,Closed Won,1\nD2,Here Co,Lead,2\nD3,Here Co,Closed Won,3\nD4,Here Co,Lead,5\n`,
    });
    const proposal = pipeline.stages.find((one) => one.name === "Proposal");
    await removeStage(ctx, { id: stage("Proposal"), version: proposal?.version ?? 0 });
    await accountOperations.delete(ctx, { id: firm.id, version: firm.version });
    // A card takes the place of D3, and another one the first place behind it.
    const [before] = await rows(
      `select r.before ->> 'rank' as rank from import_records r join opportunities o on o.id = r.record_id
       where r.tenant_id = $1 and r.import_id = $2 and o.external_id = 'D3'`,
      id,
    );
    for (const [name, rank] of [
      ["Took it", `${before?.rank}`],
      ["Behind it", `${before?.rank}V`],
    ] as const) {
      const card = await createOpportunity(ctx, { name, stageId: stage("Lead") });
      await rows("update opportunities set rank = $2 where tenant_id = $1 and id = $3", rank, card.id);
    }
    const kept = await revert(id);
    expect(kept.map(([, reason]) => reason).sort()).toEqual([
      "Its previous account has since been deleted.",
      "Its previous stage has since been removed.",
    ]);
    const inLead = await rows(
      "select coalesce(external_id, name) as id, amount_minor::int as amount from opportunities where tenant_id = $1 and stage_id = $2 order by rank",
      stage("Lead"),
    );
    expect(inLead).toEqual([
      { id: "D2", amount: 200 },
      { id: "Took it", amount: null },
      { id: "D3", amount: 300 },
      { id: "Behind it", amount: null },
      { id: "D4", amount: 400 },
    ]);
    expect(await rows("select stage_id from opportunities where tenant_id = $1 and external_id = 'D1'")).toEqual([
      { stage_id: stage("Closed Won") },
    ]);
  });
});

test("the preview of a revert names what stays with its reasons, counts the rest, and changes nothing", async () => {
  await accountOperations.create(ctx, { name: "Known" });
  const { id } = await importAll(ctx, {
    "firms.csv": "Company,Industry\nKnown,Rail\nEdited,Rail\nUsed,Rail\nGone,Rail\nFree,Rail\n",
  });
  const found = await adminQuery<{ id: string; name: string; version: number }>(
    "select id, name, version from accounts where tenant_id = $1",
    [workspace.tenant.id],
  );
  const account = (name: string) => found.find((one) => one.name === name) ?? { id: "", version: 0 };
  await accountOperations.update(ctx, { id: account("Edited").id, version: 1, phone: "1" });
  await accountOperations.delete(ctx, { id: account("Gone").id, version: 1 });
  await createOpportunity(ctx, { name: "Crane", accountId: account("Used").id });
  const stored = () =>
    Promise.all(
      ["accounts", "import_records", "search_documents", "imports", "events"].map((table) =>
        rows(`select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 order by 1`),
      ),
    );
  const before = await stored();
  const preview = await previewRevert(ctx, { id });
  expect(preview).toMatchObject({ deleted: 1, restored: 1, kept: 3 });
  expect(preview.rows.map(({ label, path, reason }) => [label, path === null, reason]).sort()).toEqual([
    ["Edited", false, "Somebody has since changed it."],
    ["Gone", true, "It has since been deleted."],
    ["Used", false, "Other records use it."],
  ]);
  expect(preview.reasons.map(({ records }) => records)).toEqual([1, 1, 1]);
  expect(await stored()).toEqual(before);
  expect(await revert(id)).toHaveLength(3);
  await expect(previewRevert(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
});
