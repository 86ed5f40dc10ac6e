import { afterEach, beforeEach, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { listJobs } from "@/modules/platform/operator/jobs/operations/list-jobs";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importAll, run, upload } from "@/test/import-trial";
import { getImport } from "./operations/manage-imports";
import { checkImport, retryImport, revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
let guard: string;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  guard = `refuse_${workspace.tenant.id.replaceAll("-", "")}`;
});
afterEach(() => adminQuery(`drop function if exists ${guard} cascade`));

/** The database refuses these rows of this workspace until `mend`. */
const refuse = (what: string, when: string) =>
  adminQuery(
    `create function ${guard}() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
     create trigger ${guard} before ${what} for each row
       when (new.tenant_id = '${workspace.tenant.id}' and ${when}) execute function ${guard}()`,
  );
const mend = () => adminQuery(`drop function ${guard} cascade`);
const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const stored = async () => (await rows("select name from accounts where tenant_id = $1")).map((row) => row.name);
const job = async () => (await listJobs(ctx, {})).rows[0];

/** Two whole batches and a part of a third; with the faulty row at the end one more. */
const good = 2 * maxBatchRows + 500;
const firms = Array.from({ length: good }, (_, index) => `Firm ${index}`);
const many = {
  "firms.csv": `Company,Employees\n${firms.map((name, index) => `${name},${index}`).join("\n")}\nLast,many\n`,
};

/** An import whose second batch the database does not take. */
async function failed(who = ctx): Promise<string> {
  const { id } = await upload(who, many);
  await check(who, id);
  await refuse("insert on import_records", `new.line = ${maxBatchRows + 500}`);
  expect(await run(who, id)).toMatchObject({ status: "failed", created: maxBatchRows, mayRetry: true });
  await mend();
  return id;
}

test("a run that failed goes on with what is not written, and no row comes twice", async () => {
  const id = await failed();
  expect(await job()).toMatchObject({ id, label: "Runs an import", status: "failed", mayRetry: true });
  await retryImport(ctx, { id });
  await expect(retryImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await getImport(ctx, { id })).toMatchObject({
    ...{ status: "running", failure: null, finishedAt: null, mayRetry: false },
    progress: { done: 0, total: good + 1 - maxBatchRows },
  });
  expect(await job()).toMatchObject({ id, status: "waiting", reason: null, mayRetry: false });
  await workImports();
  const totals = [{ rows: good + 1, good, errors: 1, objects: [{ created: good, updated: 0, unchanged: 0 }] }];
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", created: good, errors: 1, totals });
  expect((await stored()).toSorted()).toEqual(firms.toSorted());
  expect(await rows("select count(*)::int as n from import_records where tenant_id = $1")).toEqual([{ n: good }]);
});

test("one that fails again can be tried again", async () => {
  const id = await failed();
  await refuse("insert on import_records", `new.line = ${2 * maxBatchRows + 300}`);
  await retryImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "failed", created: 2 * maxBatchRows, mayRetry: true });
  await mend();
  await retryImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", created: good });
});

test("it goes on in the name and with the rights of who tries again", async () => {
  const manager = await workspace.join("manager");
  const id = await failed(await workspace.as(manager));
  await rows("update members set role = 'viewer' where tenant_id = $1 and id = $2", manager.id);
  await expect(retryImport(await workspace.as({ ...manager, role: "viewer" }), { id })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await retryImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", created: good });
  const by = await rows(
    `select actor_member_id as id, count(*)::int as n from events
     where tenant_id = $1 and name = 'account.imported' group by 1 order by 2`,
  );
  expect(by).toEqual([
    { id: manager.id, n: maxBatchRows },
    { id: ctx.member?.id, n: good - maxBatchRows },
  ]);
});

test("a revert that failed goes on as a revert: of the run nothing more is written", async () => {
  const id = await failed();
  await refuse("update on import_records", "new.reverted is not null");
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "failed", mayRetry: false, mayRevert: true });
  expect(await job()).toMatchObject({ id, label: "Reverts an import", status: "failed", mayRetry: true });
  await mend();
  await retryImport(ctx, { id });
  await workImports();
  expect([(await getImport(ctx, { id })).status, await stored()]).toEqual(["reverted", []]);
});

test("a preview that failed is made again", async () => {
  const { id } = await upload(ctx, { "firms.csv": "Company\nOne\n" });
  await refuse("insert on accounts", "true");
  await checkImport(ctx, { id });
  await workImports();
  expect(await job()).toMatchObject({ id, label: "Checks an import", status: "failed", mayRetry: true });
  await mend();
  await retryImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "ready", failure: null, preview: [{ good: 1 }] });
});

test("one that is done has nothing to try again", async () => {
  const { id, mayRetry } = await importAll(ctx, { "firms.csv": "Company\nOne\n" });
  expect(mayRetry).toBe(false);
  expect(await job()).toMatchObject({ id, status: "done", mayRetry: false });
  await expect(retryImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await stored()).toEqual(["One"]);
});
