import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByEntry, rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { asBatch } from "@/server/import-lock";
import { log } from "@/server/log";
import { adminQuery } from "@/test/db";
import { foreignPeople } from "@/test/foreign-people";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";

const pretended = ["contacts", "accounts", "members", "record_keys"];

/** Statistics as a preview leaves them that was rolled back: many pages, and not one row. */
const pretendEmpty = () =>
  adminQuery("update pg_class set relpages = 100, reltuples = 0 where relname = any($1)", [pretended]);
/** How many rows the statistics of these tables know. */
const known = async () =>
  Object.fromEntries(
    (
      await adminQuery<{ name: string; rows: number }>(
        "select relname as name, reltuples::int as rows from pg_class where relname = any($1) and relkind = 'r'",
        [pretended],
      )
    ).map(({ name, rows }) => [name, rows]),
  );
afterEach(async () => {
  for (const table of pretended) await adminQuery(`analyze ${table}`);
});

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

test("people who are all new come in at the first try, and statistics follow them, also while they are previewed", async () => {
  const rows = 5_000;
  const failures = [vi.spyOn(log, "error"), vi.spyOn(log, "warn")];
  const { id, files } = await upload(ctx, { "people.csv": foreignPeople(rows) });
  const missing = { account: "create", owner: "create" } as const;
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { missing } });
  for (const act of [check, run]) {
    await pretendEmpty();
    await act(ctx, id);
    for (const [table, found] of Object.entries(await known())) expect([table, found >= 1_000]).toEqual([table, true]);
  }
  const [{ n } = { n: 0 }] = await adminQuery<{ n: number }>(
    "select count(*)::int as n from contacts where tenant_id = $1 and account_id is not null and owner_id is not null",
    [ctx.tenant.id],
  );
  expect(n).toBe(rows - Math.ceil(rows / 13));
  for (const failure of failures) expect(failure).not.toHaveBeenCalled();
});

/** The conditions by which the plan of a statement searches in indexes, and the filters that it tries row by row. */
async function planOf(ctx: Ctx, from: Prisma.Sql): Promise<string> {
  return await inTransaction(ctx, async (inner) => {
    await asBatch(inner);
    const explained = Prisma.sql`explain select t.id from ${from}`;
    const lines = await tenantSql<{ "QUERY PLAN": string }>(inner.tenant.id, inner.db, explained);
    inner.outcome.unchanged = true;
    return lines.map((line) => line["QUERY PLAN"]).join("\n");
  });
}

test("look-ups use the index of their key, although statistics call its table empty", async () => {
  const texts = Array.from({ length: 1_000 }, (_, n) => `text ${n}`);
  await pretendEmpty();
  for (const [table, column] of [
    ["contacts", "external_id"],
    ["contacts", "name_key"],
    ["accounts", "name_key"],
    ["accounts", "domain_key"],
    ["accounts", "external_id"],
    ["members", "name_key"],
    ["members", "email_key"],
  ] as const) {
    const plan = await planOf(ctx, rowsByKey(ctx, table, column, texts));
    expect(plan, `${table}.${column}`).toMatch(new RegExp(`Index Cond: .*${column} >= k.key`));
    expect(plan).not.toContain("Filter: ((name_key");
  }
  const emails = rowsByEntry(ctx, { table: "contacts", entity: "contact", field: "emails" }, texts);
  expect(await planOf(ctx, emails)).toMatch(/Index Cond: .*key >= k.key/);
});

test("events are found by their key, although statistics do not know the workspace", async () => {
  const lines = await inTransaction(ctx, async (inner) => {
    await asBatch(inner);
    inner.outcome.unchanged = true;
    const sql = (text: string) => tenantSql<{ "QUERY PLAN": string }>(inner.tenant.id, inner.db, Prisma.raw(text));
    // The statement by which the database checks foreign keys to events. Planned with the values, it may read all of them.
    await sql("prepare event_of (uuid, uuid) as select 1 from events where tenant_id = $1 and id = $2");
    return await sql(`explain execute event_of('${inner.tenant.id}', '${inner.tenant.id}')`);
  });
  const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");
  expect(plan).toContain("Subplans Removed");
  expect(plan).toMatch(/Index Scan using events_\w+_pkey|Index Only Scan using events_\w+_pkey/);
});
