import { beforeEach, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, killBackends } from "@/test/db";
import { check, upload } from "@/test/import-trial";
import { listImportProblems } from "./operations/list-problems";
import { getImport } from "./operations/manage-imports";
import { nextBatch, runBatch } from "./operations/run-batch";
import { cancelImport, checkImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

const rows = <Row extends object>(sql: string, ...params: unknown[]) =>
  adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id, ...params]);

/** Waits until some connection of the app writes accounts. */
async function runningBatch(): Promise<void> {
  for (let look = 0; look < 500; look++) {
    const [busy] = await adminQuery(
      "select 1 from pg_stat_activity where datname = current_database() and state = 'active' and query ilike '%insert into accounts%' and pid <> pg_backend_pid()",
    );
    if (busy) return;
  }
}

const many = (count: number) =>
  `Company,Employees\n${Array.from({ length: count }, (_, index) => `Firm ${index},${index}`).join("\n")}\n`;

test("goes on with the next batch, and no batch is written twice", async () => {
  const { id } = await upload(ctx, { "firms.csv": many(maxBatchRows + 500) });
  await check(ctx, id);
  await startImport(ctx, { id });
  const tenantId = workspace.tenant.id;
  expect(await nextBatch(tenantId, id)).toBe(1);
  expect(await runBatch(tenantId, id, 2)).toBe(false);
  expect(await Promise.all([runBatch(tenantId, id, 1), runBatch(tenantId, id, 1)])).toContain(true);
  expect(await runBatch(tenantId, id, 1)).toBe(false);
  expect((await getImport(ctx, { id })).progress).toMatchObject({ done: maxBatchRows, total: maxBatchRows + 500 });
  await Promise.all([workImports(), workImports()]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "done", created: maxBatchRows + 500 });
  expect(await rows("select count(*)::int as n from accounts where tenant_id = $1")).toEqual([
    { n: maxBatchRows + 500 },
  ]);
});

test("two processes at one preview: one does it, none spoils it", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": `${many(maxBatchRows + 200)}Last,many\n` });
  await checkImport(ctx, { id });
  await Promise.all([workImports(), workImports()]);
  const detail = await getImport(ctx, { id });
  expect(detail).toMatchObject({ status: "ready", preview: [{ good: maxBatchRows + 200, errors: 1 }] });
  const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(page.rows.map((row) => row.problems.length)).toEqual([1]);
});

test("connections that are killed while it runs: no row is lost, none comes twice", async ({ signal }) => {
  const { id } = await upload(ctx, { "firms.csv": many(4 * maxBatchRows) });
  await check(ctx, id);
  await startImport(ctx, { id });
  let kills = 0;
  const status = async () => (await getImport(ctx, { id }).catch(() => null))?.status;
  // A test that took too long must not go on beside the next ones.
  while (!signal.aborted && !["done", "failed"].includes((await status()) ?? "")) {
    // A lease that could not be returned over a killed connection would end by itself, but late.
    await adminQuery("update imports set leased_until = null where id = $1", [id]);
    const work = workImports().catch(() => undefined);
    if (kills < 2) {
      await runningBatch();
      kills += await killBackends({ role: "app" });
    }
    await work;
  }
  expect(await status()).toBe("done");
  expect(kills).toBeGreaterThan(0);
  expect(
    await rows("select count(*)::int as n, count(distinct name)::int as names from accounts where tenant_id = $1"),
  ).toEqual([{ n: 4 * maxBatchRows, names: 4 * maxBatchRows }]);
  expect(
    await rows("select count(*)::int as n from events where tenant_id = $1 and name = 'account.imported'"),
  ).toEqual([{ n: 4 * maxBatchRows }]);
});

test("a batch that fails leaves nothing of itself", async () => {
  const { id } = await upload(ctx, { "firms.csv": many(maxBatchRows + 500) });
  await check(ctx, id);
  await startImport(ctx, { id });
  await runBatch(workspace.tenant.id, id, 1);
  // The last thing that a batch does is mark itself as done: here it cannot.
  await adminQuery(
    `alter table import_batches add constraint drill check (tenant_id <> '${workspace.tenant.id}' or number <> 2 or status <> 'done')`,
  );
  await expect(runBatch(workspace.tenant.id, id, 2)).rejects.toThrow();
  expect(await rows("select count(*)::int as n from accounts where tenant_id = $1")).toEqual([{ n: maxBatchRows }]);
  await adminQuery("alter table import_batches drop constraint drill");
  await workImports();
  expect(await rows("select count(*)::int as n from accounts where tenant_id = $1")).toEqual([
    { n: maxBatchRows + 500 },
  ]);
});

test("cancelled: what was written stays, or goes", async () => {
  for (const written of ["keep", "revert"] as const) {
    const own = await testWorkspace();
    const admin = await own.role("admin");
    const { id } = await upload(admin, { "firms.csv": many(maxBatchRows + 500) });
    await check(admin, id);
    await startImport(admin, { id });
    await runBatch(own.tenant.id, id, 1);
    await cancelImport(admin, { id, written });
    await workImports();
    const detail = await getImport(admin, { id });
    const [left] = await adminQuery<{ n: number }>("select count(*)::int as n from accounts where tenant_id = $1", [
      own.tenant.id,
    ]);
    expect([detail.status, left?.n]).toEqual(written === "keep" ? ["cancelled", maxBatchRows] : ["reverted", 0]);
  }
});

test("whoever started it was removed: it stops and says why", async () => {
  const { id } = await upload(ctx, { "firms.csv": many(3) });
  await check(ctx, id);
  await startImport(ctx, { id });
  await rows("update members set status = 'removed' where tenant_id = $1 and id = $2", ctx.member?.id);
  await workImports();
  const admin = await workspace.role("admin");
  expect(await getImport(admin, { id })).toMatchObject({
    status: "failed",
    failure: expect.stringContaining("is no longer allowed to import."),
  });
  expect(await rows("select count(*)::int as n from accounts where tenant_id = $1")).toEqual([{ n: 0 }]);
});
