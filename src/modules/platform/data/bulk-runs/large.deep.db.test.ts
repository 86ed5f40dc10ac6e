import "@/registry/operations";
import { expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { DeliveredEvent } from "@/server/workflows/job";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { workBulkRun } from "./jobs";
import { getBulkRun, startBulkRun, undoBulkRun } from "./operations/runs";
import { bulkWork } from "./operations/work";

const toMedia = {
  noun: "account",
  selection: { all: {} },
  change: { type: "set", field: "industry", value: "media" },
} as const;

async function accounts(ctx: Ctx, from: number, to: number): Promise<void> {
  // No run reads what triggers write.
  await adminQuery("alter table accounts disable trigger user");
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, owner_id, updated_at)
     select uuidv7(), $1, 'Firm ' || n, 'firm ' || n, $2, now() from generate_series($3::int, $4::int) n`,
    [ctx.tenant.id, ctx.member?.id, from, to],
  );
  await adminQuery("alter table accounts enable trigger user");
}

/** One part of the work on a run. */
const part = (ctx: Ctx, id: string) => bulkWork.run({ tenantId: ctx.tenant.id, id, ms: 0 }, nothing());
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The size of the run itself, and how many of its records are noted and changed. */
async function stored(id: string) {
  const [row] = await adminQuery<{ size: number; status: string; total: number; noted: number; changed: number }>(
    `select pg_column_size(r.*) as size, r.status, r.total, r.changed,
       (select count(*)::int from bulk_run_rows b where b.tenant_id = r.tenant_id and b.run_id = r.id) as noted
     from bulk_runs r where r.id = $1`,
    [id],
  );
  return row;
}

test("all records of a long list are noted in parts before the first one changes, and the run itself does not grow", async () => {
  const ctx = await later(await (await testWorkspace()).role("owner"));
  await accounts(ctx, 1, 11_000);
  const { id } = await startBulkRun(ctx, toMedia);
  const begun = await stored(id);
  expect(begun).toMatchObject({ status: "collecting", total: 11_000, noted: 0, changed: 0 });
  for (const noted of [5_000, 10_000]) {
    expect(await part(ctx, id)).toBe(true);
    expect(await stored(id)).toMatchObject({ status: "collecting", noted, changed: 0 });
  }
  await part(ctx, id);
  const collected = await stored(id);
  expect(collected).toMatchObject({ status: "running", total: 11_000, noted: 11_000, changed: 0 });
  // Created later: it is no record of this run.
  await accounts(ctx, 11_001, 11_001);
  await part(ctx, id);
  expect(await stored(id)).toMatchObject({ status: "running", noted: 11_000, changed: 500 });
  expect((collected?.size ?? 0) - (begun?.size ?? 0)).toBeLessThan(100);
});

test("a run that is not done after four hours stops, says so, and can be undone", async () => {
  const workspace = await testWorkspace();
  const ctx = await later(await workspace.role("owner"));
  await accounts(ctx, 1, 700);
  const { id } = await startBulkRun(ctx, toMedia);
  await part(ctx, id);
  await part(ctx, id);
  const event = { entityId: id, entity: "bulkRun", tenantId: ctx.tenant.id } as DeliveredEvent;
  const parts: string[] = [];
  await workBulkRun.run({
    event,
    // Parts that take as long as they may, and leave something to do.
    step: async (name, work) => {
      parts.push(name);
      return name.startsWith("part") ? (true as never) : await work(workspace.system);
    },
    sleepUntil: async () => {},
  });
  expect(parts).toHaveLength(961);
  expect(await getBulkRun(ctx, { id })).toMatchObject({
    status: "failed",
    changed: 500,
    failure: "This took longer than four hours. Records changed until then keep their changes, which you can undo.",
  });
  expect(await part(ctx, id)).toBe(false);
  expect(await undoBulkRun(ctx, { id })).toMatchObject({ status: "undoing", total: 500 });
});
