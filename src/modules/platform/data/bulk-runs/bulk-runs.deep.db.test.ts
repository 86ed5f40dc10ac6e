import "@/registry/operations";
import { expect, test } from "vitest";
import { type BulkChange, batchLimit } from "@/lib/bulk-changes";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import type { Ctx } from "@/server/context";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { atScale } from "@/test/deep-scale";
import { cancelBulkRun, getBulkRun, listBulkProblems, startBulkRun, undoBulkRun } from "./operations/runs";
import { bulkWork } from "./operations/work";

const all = { noun: "account", selection: { all: {} } } as const;
const partMs = 2_000;

/** One part of a job; whether there is more to do. */
const part = (ctx: Ctx, id: string, ms = partMs) => bulkWork.run({ tenantId: ctx.tenant.id, id, ms }, nothing());
async function* nothing(): AsyncGenerator<Uint8Array> {}

async function work(ctx: Ctx, id: string, ms?: number): Promise<void> {
  while (await part(ctx, id, ms));
}

async function hashOf(ctx: Ctx): Promise<unknown> {
  const [row] = await adminQuery(
    `select count(*)::int as accounts, bit_xor(hashtextextended((to_jsonb(a) - 'version' - 'updated_at' - 'changed_in')::text, 0))::text as hash
     from accounts a where tenant_id = $1`,
    [ctx.tenant.id],
  );
  return row;
}

async function accounts(ctx: Ctx, count: number): Promise<void> {
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, type, industry, employees, owner_id, updated_at)
     select uuidv7(), $1, 'Firm ' || n, 'firm ' || n, 'prospect', 'software', n, $2, now() from generate_series(1, $3::int) n`,
    [ctx.tenant.id, ctx.member?.id, count],
  );
  await adminQuery("analyze accounts");
}

// By hand with 100,000: `DEEP_SCALE=10 npx vitest run --project deep-db bulk-runs`.
const many = atScale(10_000);

test("many records: cancelled at half, undone once, and as before", { timeout: atScale(300_000) }, async () => {
  const ctx = await later(await (await testWorkspace()).role("owner"));
  await accounts(ctx, many);
  const before = await hashOf(ctx);
  const { id } = await startBulkRun(ctx, { ...all, change: { type: "set", field: "industry", value: "media" } });
  const progress = async () => await getBulkRun(ctx, { id });
  while ((await progress()).done < many / 2) expect(await part(ctx, id)).toBe(true);
  const cancelled = await cancelBulkRun(ctx, { id });
  expect(cancelled).toMatchObject({ status: "cancelled", failed: 0, skipped: 0, changed: cancelled.done });
  expect(await part(ctx, id)).toBe(false);
  expect(await ctx.db.account.count({ where: { industry: "media" } })).toBe(cancelled.changed);
  await undoBulkRun(ctx, { id });
  await expect(undoBulkRun(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  await work(ctx, id);
  expect(await progress()).toMatchObject({ status: "undone", undone: cancelled.changed, kept: 0 });
  await expect(undoBulkRun(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await hashOf(ctx)).toEqual(before);
});

test("one that breaks a unique field on row 2,700 is listed, and the others change", async () => {
  const owner = await (await testWorkspace()).role("owner");
  await createCustomField(owner, { entity: "account", kind: "number", label: "Code", unique: true });
  const ctx = await later(owner);
  await accountOperations.create(ctx, { name: "Taken", type: "partner", custom: { code: 10_802 } });
  await accounts(ctx, 3_000);
  await adminQuery(
    `update accounts set custom = jsonb_build_object('code', employees * 2 + 1), custom_keys = jsonb_build_object(
       'account.code', jsonb_build_array(employees * 2 + 1), '!account.code', jsonb_build_array((employees * 2 + 1)::text))
     where tenant_id = $1 and type = 'prospect'`,
    [ctx.tenant.id],
  );
  // Twice an odd number is nobody's, but that of row 2,700 is the number of the record outside of the selection.
  const change: BulkChange = { type: "percent", field: "custom.code", percent: 100 };
  const selection = { all: { conditions: [{ field: "type", op: "anyOf" as const, value: ["prospect"] }] } };
  const { id } = await startBulkRun(ctx, { noun: "account", selection, change });
  await work(ctx, id);
  expect(await getBulkRun(ctx, { id })).toMatchObject({ status: "done", changed: 2_999, failed: 1 });
  const { rows } = await listBulkProblems(ctx, { id, state: "failed" });
  expect(rows).toMatchObject([{ name: "Firm 2700", reason: expect.stringContaining("already has") }]);
  await undoBulkRun(ctx, { id });
  await work(ctx, id);
  expect(await getBulkRun(ctx, { id })).toMatchObject({ undone: 2_999, kept: 0 });
});

test("change in batches, each once, with one event that ends them", async () => {
  const ctx = await later(await (await testWorkspace()).role("owner"));
  await accounts(ctx, 700);
  const begun = await startBulkRun(ctx, { ...all, change: { type: "set", field: "industry", value: "media" } });
  expect(begun).toMatchObject({ status: "collecting", total: 700, done: 0 });
  await work(ctx, begun.id, 0);
  const made = await getBulkRun(ctx, { id: begun.id });
  const { batchRows } = await ctx.db.bulkRun.findFirstOrThrow({ where: { id: begun.id }, select: { batchRows: true } });
  expect(batchRows, "without a failure batches stay as large as they may be").toBe(batchLimit);
  expect(made).toMatchObject({ status: "done", total: 700, done: 700, changed: 700 });
  const events = await adminQuery<{ name: string; count: string }>(
    "select name, count(*) from events where tenant_id = $1 and (batch_id = $2 or entity_id = $2) group by name order by name",
    [ctx.tenant.id, begun.id],
  );
  expect(events).toEqual([
    { name: "account.updated", count: "700" },
    { name: "bulkRun.finished", count: "1" },
    { name: "bulkRun.started", count: "1" },
  ]);
  const signals = await adminQuery<{ count: string }>(
    `select count(*) from event_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
     where d.tenant_id = $1 and d.consumer = 'signals' and e.name = 'account.updated' and e.batch_id = $2`,
    [ctx.tenant.id, begun.id],
  );
  expect(signals).toEqual([{ count: "0" }]);
  const undoing = await undoBulkRun(ctx, { id: begun.id });
  expect(undoing).toMatchObject({ status: "undoing", total: 700, done: 0 });
  await work(ctx, begun.id, 0);
  expect(await getBulkRun(ctx, { id: begun.id })).toMatchObject({ status: "undone", undone: 700 });
  expect(await ctx.db.account.count({ where: { industry: "software" } })).toBe(700);
});

test("stop where they are when they are cancelled, and can be undone", async () => {
  const ctx = await later(await (await testWorkspace()).role("owner"));
  await accounts(ctx, 700);
  const before = await hashOf(ctx);
  const { id } = await startBulkRun(ctx, { ...all, change: { type: "set", field: "industry", value: "media" } });
  const step = () => part(ctx, id, 0);
  await step();
  await step();
  const cancelled = await cancelBulkRun(ctx, { id });
  expect(cancelled.status).toBe("cancelled");
  expect(cancelled.changed).toBeGreaterThan(0);
  expect(cancelled.changed).toBeLessThan(700);
  expect(await step()).toBe(false);
  await expect(cancelBulkRun(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await ctx.db.account.count({ where: { industry: "media" } })).toBe(cancelled.changed);
  await undoBulkRun(ctx, { id });
  await work(ctx, id, 0);
  expect(await hashOf(ctx)).toEqual(before);
});

test("one that breaks a batch is found by halves, and the others change", async () => {
  const ctx = await later(await (await testWorkspace()).role("owner"));
  await accounts(ctx, 230);
  const { id } = await startBulkRun(ctx, { ...all, change: { type: "set", field: "industry", value: "media" } });
  // The database fails for one record, for a reason that nobody foresaw.
  await adminQuery(`create function break_one() returns trigger language plpgsql as $$
    begin if new.name = 'Firm 77' and new.industry = 'media' then raise exception 'broken' using errcode = 'XX000'; end if; return new; end $$`);
  await adminQuery(`create trigger break_one before update on accounts for each row
    when (new.tenant_id = '${ctx.tenant.id}') execute function break_one()`);
  try {
    await work(ctx, id, 0);
  } finally {
    await adminQuery("drop trigger break_one on accounts");
    await adminQuery("drop function break_one()");
  }
  expect(await getBulkRun(ctx, { id })).toMatchObject({ status: "done", changed: 229, failed: 1 });
  const { batchRows } = await ctx.db.bulkRun.findFirstOrThrow({ where: { id }, select: { batchRows: true } });
  expect(batchRows, "the others go in larger batches again").toBeGreaterThan(8);
  expect(batchRows, "a batch that was not full grows no more").toBeLessThanOrEqual(128);
});
