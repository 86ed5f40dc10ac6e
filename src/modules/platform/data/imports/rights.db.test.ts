// @module-tag once

import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createApiKey, revokeApiKey } from "@/modules/platform/identity/api-keys/operations";
import type { Ctx } from "@/server/context";
import { importScope } from "@/server/import-scope";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bytesOf, check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, removeImportFile, skipImportProblems, updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { discardImport, getImport, listImports } from "./operations/manage-imports";
import { runBatch } from "./operations/run-batch";
import { cancelImport, checkImport, retryImport, revertImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import type { ImportDetail } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
let manager: TestMember;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx: admin } = await importWorkspace());
  manager = await workspace.join("manager");
  ctx = await workspace.as(manager);
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const accounts = () => rows("select name, industry, owner_id as owner from accounts where tenant_id = $1 order by id");
async function reasonsOf(detail: ImportDetail): Promise<string[]> {
  const page = await listImportProblems(ctx, { id: detail.id, fileId: detail.files[0]?.id ?? "" });
  return page.rows.flatMap((row) => row.problems.map((one) => `${row.line}: ${one.reason}`));
}

/** Every act on an import. */
const actsOf = (who: Ctx, id: string, fileId: string): (() => Promise<unknown>)[] => [
  () => updateImportFile(who, { id, fileId, entity: null }),
  () => fixImportRow(who, { id, fileId, line: 2, skip: true }),
  () => skipImportProblems(who, { id, fileId }),
  () => removeImportFile(who, { id, fileId }),
  () => addImportFile(who, { id, name: "a.csv", content: bytesOf("Company\nA\n") }),
  () => checkImport(who, { id }),
  () => startImport(who, { id }),
  () => cancelImport(who, { id, written: "keep" }),
  () => revertImport(who, { id }),
  () => retryImport(who, { id }),
  () => discardImport(who, { id }),
];

test("whether one sees an import that is loaded already is what loading it answers", async () => {
  const { id } = await upload(ctx, { "firms.csv": "Company\nOne\n" });
  const [row] = await importScope.load(workspace.system, [id]);
  if (!row) throw new Error("The import is not there.");
  const mate = await workspace.join("manager");
  const team = await admin.db.team.create({ data: { name: "Team", nameKey: "team" } });
  for (const memberId of [mate.id, manager.id])
    await admin.db.teamMember.create({ data: { teamId: team.id, memberId } });
  const seen: Record<string, boolean> = {};
  const requesters = { ctx, mate: await workspace.as(mate), system: workspace.system };
  const roles = Object.fromEntries(
    await Promise.all(
      (["owner", "admin", "manager", "member", "viewer"] as const).map(async (role) => [
        role,
        await workspace.role(role),
      ]),
    ),
  ) as Record<string, Ctx>;
  for (const [name, who] of Object.entries({ ...requesters, ...roles })) {
    seen[name] = (await importScope.load(who, [id])).length === 1;
    expect(importScope.sees(who, row), name).toBe(seen[name]);
  }
  expect(seen).toMatchObject({ ctx: true, mate: true, owner: true, manager: false, member: false });
});

test("another manager's import does not exist, for any act", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "Company\nOne\n" });
  await check(ctx, id);
  const fileId = files[0]?.id ?? "";
  const before = await rows("select * from imports where tenant_id = $1 and id = $2", id);
  const other = await workspace.role("manager");
  const reads = [() => analyseImport(other, { id }), () => listImportProblems(other, { id, fileId })];
  for (const act of [...reads, ...actsOf(other, id, fileId)])
    await expect(act(), act.toString()).rejects.toMatchObject({ code: "NOT_FOUND" });
  const listed = async (who: Ctx) => (await listImports(who, {})).rows.map((row) => row.id);
  expect([await listed(ctx), await listed(other), await listed(admin)]).toEqual([[id], [], [id]]);
  expect(await rows("select * from imports where tenant_id = $1 and id = $2", id)).toEqual(before);
});

describe("in a team with an owner, a manager", () => {
  let owner: Ctx;
  beforeEach(async () => {
    owner = await workspace.role("owner");
    await rows(
      `with t as (insert into teams (id, tenant_id, name, name_key, updated_at)
                  values (gen_random_uuid(), $1, 'All', 'all', now()) returning id)
       insert into team_members (id, tenant_id, team_id, member_id)
       select gen_random_uuid(), $1, t.id, m::uuid from t, unnest($2::text[]) m`,
      [manager.id, owner.member?.id],
    );
    ctx = await workspace.as(manager);
  });

  test("reads the owner's import, and neither changes, runs nor reverts it", async () => {
    const { id, files } = await upload(owner, { "firms.csv": "Company\nOne\n" });
    await check(owner, id);
    const all = () => rows("select * from imports where tenant_id = $1 and id = $2", id);
    const before = await all();
    for (const act of actsOf(ctx, id, files[0]?.id ?? ""))
      await expect(act(), act.toString()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await all()).toEqual(before);
    expect(await getImport(ctx, { id })).toMatchObject({
      mayEdit: false,
      mayChange: false,
      mayRevert: false,
      checked: false,
    });
    await run(owner, id);
    const done = await all();
    await expect(revertImport(ctx, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await all()).toEqual(done);
    expect((await listImports(ctx, {})).rows).toMatchObject([{ id, mayRevert: false }]);
    expect((await listImports(owner, {})).rows).toMatchObject([{ id, mayRevert: true }]);
  });

  test("whose import the owner runs: with the owner's rights and in the owner's name, after a check of the owner's own", async () => {
    await accountOperations.create(admin, { name: "Umber Works", industry: "Mining" });
    const { id } = await upload(ctx, { "firms.csv": "Company,Industry\nUmber Works,Retail\n" });
    expect(await check(ctx, id)).toMatchObject({ preview: [{ good: 0, errors: 1 }] });
    expect((await getImport(owner, { id })).checked).toBe(false);
    await expect(startImport(owner, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await getImport(ctx, { id })).status).toBe("ready");
    expect(await check(owner, id)).toMatchObject({ checked: true, preview: [{ good: 1, errors: 0 }] });
    expect(await run(owner, id)).toMatchObject({ status: "done", createdBy: { id: manager.id } });
    expect(await accounts()).toMatchObject([{ name: "Umber Works", industry: "Retail" }]);
    expect(
      await rows("select actor_member_id as who from events where tenant_id = $1 and name = 'account.imported'"),
    ).toEqual([{ who: owner.member?.id }]);
  });
});

describe("a file does nothing that its maker may not do by hand", () => {
  test("another's account is left as it is, and the row says so", async () => {
    await accountOperations.create(admin, { name: "Umber Works", industry: "Mining" });
    const before = await accounts();
    const done = await importAll(ctx, { "firms.csv": "Company,Industry\nUmber Works,Retail\n" });
    expect(done.totals).toMatchObject([{ good: 0, errors: 1 }]);
    expect(await reasonsOf(done)).toEqual([
      "2: “Umber Works” already exists, and you are not allowed to change it. Ask its owner or an admin.",
    ]);
    expect(await accounts()).toEqual(before);
  });

  test("an account that one does not see is neither met nor told of", async () => {
    await rows(
      "insert into visibility_settings (id, tenant_id, entity, level) values (gen_random_uuid(), $1, 'account', 'own')",
    );
    ctx = await workspace.as(manager, { visibility: { account: "own" } });
    await accountOperations.create(admin, { name: "Hidden", industry: "Mining" });
    const opportunities = await importAll(ctx, { "deals.csv": "deal id,company,stage\nD1,Hidden,Lead\n" });
    expect(await reasonsOf(opportunities)).toEqual(["2: “Hidden” is not among your accounts."]);
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
    expect(await reasonsOf(done)).toEqual(["2: You are not allowed to create accounts."]);
    expect(await accounts()).toEqual([]);
  });

  test("records go to nobody whom one may not give them to", async () => {
    const outside = admin.member?.name ?? "";
    const firms = await importAll(ctx, { "firms.csv": `Company,Account owner\nOut Co,${outside}\n` });
    expect((await reasonsOf(firms))[0]).toContain("only to yourself");
    await accountOperations.create(ctx, { name: "Mine" });
    const given = await importAll(ctx, { "firms.csv": `Company,Account owner\nMine,${outside}\n` });
    expect((await reasonsOf(given))[0]).toContain("only to yourself");
    const opportunities = await importAll(ctx, { "deals.csv": `deal id,rep,stage\nD1,${outside},Lead\n` });
    expect((await reasonsOf(opportunities))[0]).toContain("only to yourself");
    await importAll(ctx, { "deals.csv": "deal id,stage\nD2,Lead\n" });
    const reassigned = await importAll(ctx, { "deals.csv": `deal id,rep,stage\nD2,${outside},Lead\n` });
    expect((await reasonsOf(reassigned))[0]).toContain("only to yourself");
    const { id, files } = await upload(ctx, { "firms.csv": "Company\nNo one's\n" });
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { owner: { kind: "nobody" } } });
    expect((await reasonsOf(await check(ctx, id)))[0]).toContain("only to yourself");
    const kept = await rows("select external_id as id, owner_id as owner from opportunities where tenant_id = $1");
    expect(kept).toEqual([{ id: "D2", owner: manager.id }]);
    expect(await accounts()).toEqual([{ name: "Mine", industry: null, owner: manager.id }]);
  });
});

describe("a run stops when whoever asked for it may not import any more", () => {
  const lost = {
    status: "failed",
    failure: expect.stringContaining("who started this, is no longer allowed to import."),
  };
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

  test("and another reverts it, with own rights and in the own name", async () => {
    const { id } = await importAll(ctx, { "firms.csv": "Company\nOne\n" });
    await rows("update members set role = 'viewer' where tenant_id = $1 and id = $2", manager.id);
    await revertImport(admin, { id });
    await workImports();
    expect(await getImport(admin, { id })).toMatchObject({ status: "reverted", failure: null });
    expect(await accounts()).toEqual([]);
    const told = "select actor_member_id as who from events where tenant_id = $1 and name = 'account.importReverted'";
    expect(await rows(told)).toEqual([{ who: admin.member?.id }]);
  });

  test("but waits while its workspace is suspended, and goes on afterwards", async () => {
    const id = await started(ctx);
    const state = (status: string) => rows(`update tenants set status = '${status}' where id = $1`);
    await state("suspended");
    await workImports();
    expect(await runBatch(workspace.tenant.id, id, 1)).toBe(false);
    expect(await getImport(admin, { id })).toMatchObject({ status: "running", failure: null });
    expect(await accounts()).toEqual([]);
    await state("active");
    await workImports();
    expect(await getImport(admin, { id })).toMatchObject({ status: "done", created: 1 });
  });
});
