import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { record } from "@/server/usage/record";
import { adminQuery } from "@/test/db";
import { check, importAll, importWorkspace, upload } from "@/test/import-trial";
import { fail } from "./operations/import-work";
import { getImport } from "./operations/manage-imports";
import { nextBatch, runBatch } from "./operations/run-batch";
import { cancelImport, retryImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

const limit = 250_000; // Rows of a trial.
const firms = (count: number) => `Company\n${Array.from({ length: count }, (_, nth) => `Firm ${nth}`).join("\n")}\n`;

async function month(ctx: Ctx): Promise<[used: number, reserved: number] | []> {
  const [row] = await adminQuery<{ used: number; reserved: number }>(
    "select used::int, reserved::int from usage_periods where tenant_id = $1 and meter = 'importedRows'",
    [ctx.tenant.id],
  );
  return row ? [row.used, row.reserved] : [];
}
const useUp = (ctx: Ctx, quantity: number) =>
  record(ctx, [{ meter: "importedRows", quantity, key: randomUUID(), at: new Date(), source: "test" }]);

test("an import counts the rows that it wrote, and not those that it left out", async () => {
  const { ctx } = await importWorkspace({ plan: "trial" });
  const done = await importAll(ctx, { "firms.csv": "Company,Employees\nHalden,5\n,7\nOrbit,9\n" });
  expect(done).toMatchObject({ status: "done", created: 2 });
  expect(await month(ctx)).toEqual([2, 0]);
  const [event] = await adminQuery(
    "select source, entity, record_id, member_id, quantity from usage_events where tenant_id = $1",
    [ctx.tenant.id],
  );
  const by = { member_id: ctx.member?.id, quantity: 2 };
  expect(event).toEqual({ source: "import", entity: "import", record_id: done.id, ...by });
});

test("with fewer rows left than it would write, it is refused before anything is written, and says how many", async () => {
  const { ctx } = await importWorkspace({ plan: "trial" });
  await useUp(ctx, limit - 2);
  const { id } = await upload(ctx, { "firms.csv": firms(3) });
  await check(ctx, id);
  await expect(startImport(ctx, { id })).rejects.toMatchObject({
    code: "LIMIT_REACHED",
    message: expect.stringContaining("2 imported rows are left, and this needs 3 imported rows. Nothing was done."),
  });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "ready", created: 0 });
  expect(await ctx.db.account.count()).toBe(0);
  expect(await month(ctx)).toEqual([limit - 2, 0]);
});

test("two imports at one moment never write more than is left", async () => {
  const { ctx } = await importWorkspace({ plan: "trial" });
  await useUp(ctx, limit - 4);
  const ids: string[] = [];
  for (const name of ["a.csv", "b.csv"]) {
    const { id } = await upload(ctx, { [name]: firms(3).replaceAll("Firm", name) });
    await check(ctx, id);
    ids.push(id);
  }
  const settled = await Promise.allSettled(ids.map((id) => startImport(ctx, { id })));
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await workImports();
  expect(await ctx.db.account.count()).toBe(3);
  expect(await month(ctx)).toEqual([limit - 1, 0]);
});

test("stopped, failed and tried again it counts what is written, once", async () => {
  const { ctx } = await importWorkspace({ plan: "trial" });
  const { id } = await upload(ctx, { "a.csv": firms(2_500), "b.csv": firms(100).replaceAll("Firm", "Second") });
  await check(ctx, id);
  await startImport(ctx, { id });
  expect(await month(ctx)).toEqual([0, 2_600]);
  const batch = async () => await runBatch(ctx.tenant.id, id, (await nextBatch(ctx.tenant.id, id)) ?? 0);
  await batch();
  await fail(ctx.tenant.id, id, "The power went out.");
  const written = await ctx.db.account.count();
  expect(written).toBeGreaterThan(0);
  expect(await month(ctx)).toEqual([written, 0]);

  await retryImport(ctx, { id });
  expect(await month(ctx)).toEqual([written, 2_600 - written]);
  await batch();
  await cancelImport(ctx, { id, written: "keep" });
  expect(await month(ctx)).toEqual([await ctx.db.account.count(), 0]);
});
