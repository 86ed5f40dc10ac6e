import { beforeEach, describe, expect, test } from "vitest";
import { createAccount } from "@/modules/crm/accounts/operations";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bytesOf, check, decide, firstOffer, importAll, upload } from "@/test/import-trial";
import { createApiKey, revokeApiKey } from "../api-keys/operations";
import { workImports } from "./jobs";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, removeImportFile, updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { discardImport, getImport, listImports } from "./operations/manage-imports";
import { cancelImport, checkImport, revertImport, startImport } from "./operations/run-import";
import type { ImportDetail } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
let manager: TestMember;
let ctx: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  manager = await workspace.join("manager");
  ctx = await workspace.as(manager);
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const accounts = () => rows("select name, industry, owner_id as owner from accounts where tenant_id = $1 order by id");
async function reasonsOf(detail: ImportDetail): Promise<string[]> {
  const page = await listImportProblems(ctx, { id: detail.id, fileId: detail.files[0]?.id ?? "" });
  return page.rows.flatMap((row) => row.problems.map((one) => `${row.line}: ${one.reason}`));
}

test("another manager's import does not exist, for any act", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "Company\nOne\n" });
  await check(ctx, id);
  const fileId = files[0]?.id ?? "";
  const before = await rows("select * from imports where tenant_id = $1 and id = $2", id);
  const other = await workspace.role("manager");
  const acts: (() => Promise<unknown>)[] = [
    () => analyseImport(other, { id }),
    () => listImportProblems(other, { id, fileId }),
    () => updateImportFile(other, { id, fileId, entity: null }),
    () => fixImportRow(other, { id, fileId, line: 2, skip: true }),
    () => removeImportFile(other, { id, fileId }),
    () => addImportFile(other, { id, name: "a.csv", content: bytesOf("Company\nA\n") }),
    () => checkImport(other, { id }),
    () => startImport(other, { id }),
    () => cancelImport(other, { id, written: "keep" }),
    () => revertImport(other, { id }),
    () => discardImport(other, { id }),
  ];
  for (const act of acts) await expect(act(), act.toString()).rejects.toMatchObject({ code: "NOT_FOUND" });
  const listed = async (who: Ctx) => (await listImports(who, {})).rows.map((row) => row.id);
  expect([await listed(ctx), await listed(other), await listed(admin)]).toEqual([[id], [], [id]]);
  expect(await rows("select * from imports where tenant_id = $1 and id = $2", id)).toEqual(before);
});

describe("a file does nothing that its maker may not do by hand", () => {
  test("another's account is left as it is, and the row says so", async () => {
    await createAccount(admin, { name: "Umber Works", industry: "Mining" });
    const before = await accounts();
    const done = await importAll(ctx, { "firms.csv": "Company,Industry\nUmber Works,Retail\n" });
    expect(done.totals).toMatchObject([{ good: 0, errors: 1 }]);
    expect(await reasonsOf(done)).toEqual([
      "2: “Umber Works” exists, and you may not change it. Ask its owner or an admin.",
    ]);
    expect(await accounts()).toEqual(before);
  });

  test("an account that one does not see is neither met nor told of", async () => {
    await rows(
      "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'account', 'own')",
    );
    ctx = await workspace.as(manager, { visibility: { account: "own" } });
    await createAccount(admin, { name: "Hidden", industry: "Mining" });
    const deals = await importAll(ctx, { "deals.csv": "deal id,company,stage\nD1,Hidden,Lead\n" });
    expect(await reasonsOf(deals)).toEqual(["2: “Hidden” is not among your accounts."]);
    await importAll(ctx, { "firms.csv": "Company,Industry\nHidden,Retail\n" });
    expect(await accounts()).toEqual([
      { name: "Hidden", industry: "Mining", owner: admin.member?.id },
      { name: "Hidden", industry: "Retail", owner: manager.id },
    ]);
  });

  test("without the right to create, rows that are new stay out", async () => {
    await rows(
      "insert into member_grants (id, tenant_id, member_id, permission, effect) values (gen_random_uuid(), $1, $2, 'account:create', 'deny')",
      manager.id,
    );
    const done = await importAll(ctx, { "firms.csv": "Company\nNew Co\n" });
    expect(await reasonsOf(done)).toEqual(["2: You may not create accounts."]);
    expect(await accounts()).toEqual([]);
  });

  test("records go to nobody whom one may not give them to", async () => {
    const outside = admin.member?.name ?? "";
    const firms = await importAll(ctx, { "firms.csv": `Company,Account owner\nOut Co,${outside}\n` });
    expect((await reasonsOf(firms))[0]).toContain("only to yourself");
    await createAccount(ctx, { name: "Mine" });
    const given = await importAll(ctx, { "firms.csv": `Company,Account owner\nMine,${outside}\n` });
    expect((await reasonsOf(given))[0]).toContain("only to yourself");
    const deals = await importAll(ctx, { "deals.csv": `deal id,rep,stage\nD1,${outside},Lead\n` });
    expect((await reasonsOf(deals))[0]).toContain("only to yourself");
    await importAll(ctx, { "deals.csv": "deal id,stage\nD2,Lead\n" });
    const handed = await importAll(ctx, { "deals.csv": `deal id,rep,stage\nD2,${outside},Lead\n` });
    expect((await reasonsOf(handed))[0]).toContain("only to yourself");
    const { id, files } = await upload(ctx, { "firms.csv": "Company\nNo one's\n" });
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { owner: { kind: "nobody" } } });
    expect((await reasonsOf(await check(ctx, id)))[0]).toContain("only to yourself");
    const kept = await rows("select external_id as id, owner_id as owner from opportunities where tenant_id = $1");
    expect(kept).toEqual([{ id: "D2", owner: manager.id }]);
    expect(await accounts()).toEqual([{ name: "Mine", industry: null, owner: manager.id }]);
  });
});

describe("a run stops when its maker may not import any more", () => {
  const lost = { status: "failed", failure: "Whoever started this import may not import any more." };
  async function started(who: Ctx): Promise<string> {
    const { id } = await upload(who, { "firms.csv": "Company\nOne\n" });
    await decide(who, id, firstOffer);
    await check(who, id);
    await startImport(who, { id });
    return id;
  }

  test("by another role", async () => {
    const id = await started(ctx);
    await rows("update members set role = 'viewer' where tenant_id = $1 and id = $2", manager.id);
    await workImports();
    expect(await getImport(admin, { id })).toMatchObject(lost);
    expect(await accounts()).toEqual([]);
  });

  test("with the key that it was started by", async () => {
    const owner = await workspace.role("owner");
    const scopes = ["record:import" as const, "account:view" as const, "account:create" as const];
    const { id: keyId } = await createApiKey(owner, { name: "Loader", scopes });
    const actor = { type: "apiKey" as const, keyId, memberId: owner.member?.id ?? "", scopes };
    const id = await started({ ...owner, actor });
    await revokeApiKey(owner, { id: keyId });
    await workImports();
    expect(await getImport(admin, { id })).toMatchObject(lost);
    expect(await accounts()).toEqual([]);
  });

  test("because the workspace is suspended", async () => {
    const id = await started(ctx);
    await rows("update tenants set status = 'suspended' where id = $1");
    await workImports();
    expect(await getImport(admin, { id })).toMatchObject(lost);
    expect(await accounts()).toEqual([]);
  });
});
