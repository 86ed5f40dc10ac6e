// @module-tag once

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db, TenantDb } from "@/server/db/tenant-db";
import { type FreshDatabase, freshDatabase, killBackends } from "../db";
import { type Kernel, loadKernel, poolerModes } from "./kernel";
import { settingsOf } from "./rows";

const tenants = 20;
const rowsEach = 3;

/** Each account is named after its workspace, so that a row shows its tenant. */
describe.each(poolerModes)("a pool of two and twenty tenants (%s)", (mode) => {
  let fresh: FreshDatabase;
  let kernel: Kernel;
  const clients: (TenantDb & { id: string })[] = [];
  let killed = 0;
  const counts = { answered: 0, failed: 0 };

  beforeAll(async () => {
    fresh = await freshDatabase();
    kernel = await loadKernel({ ...settingsOf(fresh.urls), DATABASE_POOLER: mode, DATABASE_POOL_SIZE: "2" });
    for (let index = 0; index < tenants; index++) {
      const { tenant } = await kernel.testWorkspace();
      const client = { id: tenant.id, ...kernel.tenantDb(tenant.id) };
      await client.db.account.createMany({ data: Array.from({ length: rowsEach }, () => named(tenant.id)) });
      clients.push(client);
    }
  });
  afterAll(async () => {
    await kernel.close();
    await fresh[Symbol.asyncDispose]();
  });

  const named = (name: string) => ({ name, nameKey: name });
  const sql = (text: string) => kernel.Prisma.raw(text);

  /** The ways to read; each returns the tenants of the rows that it saw. */
  const reads: ((db: Db, id: string) => Promise<(string | null)[]>)[] = [
    async (db) => (await db.account.findMany({ take: 9 })).map((row) => row.tenantId),
    async (db) => [(await db.account.findFirst({}))?.tenantId ?? null],
    async (db) => (await db.account.groupBy({ by: ["tenantId"] })).map((row) => row.tenantId),
    async (db) =>
      (await db.account.aggregate({ _min: { name: true }, _max: { name: true } }))._max.name?.split(",") ?? [],
    async (db, id) =>
      (await kernel.tenantSql<{ tenant_id: string }>(id, db, sql("select tenant_id from accounts"))).map(
        (row) => row.tenant_id,
      ),
    async (db, id) =>
      (await kernel.tenantSql<{ t: string }>(id, db, sql("select current_setting('app.tenant_id') as t"))).map(
        (row) => row.t,
      ),
  ];

  /** Runs a read and checks that every row belongs to its tenant. A failure is allowed, a foreign row never. */
  async function ask(client: (typeof clients)[number], kind: number, db: Db = client.db): Promise<void> {
    const seen = await (reads[kind % reads.length] as (typeof reads)[number])(db, client.id).then(
      (rows) => rows,
      (error: unknown) => {
        if (kernel.toAppError(error, "").code !== "UNAVAILABLE") throw error;
        counts.failed++;
        return [client.id];
      },
    );
    counts.answered++;
    expect([...new Set(seen)]).toEqual([client.id]);
  }

  const shuffled = (index: number) => clients[(index * 7) % tenants] as (typeof clients)[number];

  /** Kills connections of the pool until there was one to kill, and returns how many. */
  async function killSome(): Promise<number> {
    const here = await killBackends({ urls: fresh.urls, role: "app" });
    if (here > 0) return here;
    // The pool may be about to connect anew: a read makes it do so.
    await ask(shuffled(0), 0);
    return killSome();
  }

  test("hundreds of queries of one tick each see their own tenant", async () => {
    await Promise.all(Array.from({ length: 600 }, (_, index) => ask(shuffled(index), index)));
  });

  test("a promise that was made for A and is awaited under B runs as A", async () => {
    const made = clients.map((client) => ({ client, promise: client.db.account.findMany({}) }));
    for (const [index, { client, promise }] of made.entries()) {
      const other = shuffled(index + 1);
      const rows =
        index % 2 === 0
          ? await kernel.tenantScope.run({ tenantId: other.id, raw: true }, async () => await promise)
          : await other.tx(async () => await promise);
      expect(rows.map((row) => row.tenantId)).toEqual(Array(rowsEach).fill(client.id));
    }
    const [first, second] = clients as [TenantDb & { id: string }, TenantDb & { id: string }];
    const mixed = await second.tx(async (db) =>
      Promise.all([first.db.account.findMany({}), db.account.findMany({}), first.db.account.findMany({})]),
    );
    expect(mixed.map((rows) => rows[0]?.tenantId)).toEqual([first.id, second.id, first.id]);
  });

  test("batches of one tick are not put together across tenants", async () => {
    const batch = clients.flatMap((client) => [
      client.db.account.findFirst({ where: { name: client.id } }),
      client.db.account.findFirstOrThrow({ where: { name: client.id } }),
    ]);
    const rows = await Promise.all(batch);
    expect(rows.map((row) => row?.tenantId)).toEqual(clients.flatMap(({ id }) => [id, id]));
    const foreign = await Promise.all(
      clients.map((client, index) => client.db.account.count({ where: { name: shuffled(index + 3).id } })),
    );
    expect(foreign.filter((count, index) => count > 0 && shuffled(index + 3) !== clients[index])).toEqual([]);
  });

  test("errors, rollbacks, time-outs and killed backends in between change nothing about that", async () => {
    const rollback = new Error("rollback");
    const gone = (error: unknown) => {
      const { code } = kernel.toAppError(error, "");
      if (error === rollback || code === "UNAVAILABLE" || code === "CONFLICT") return;
      // Division by zero is what the statement below asks for.
      if (kernel.sqlState(error) !== "22012") throw error;
    };
    const disturbances: ((client: (typeof clients)[number], index: number) => Promise<unknown>)[] = [
      (client, index) =>
        client.tx(async (db) => {
          await ask(client, index, db);
          await db.account.create({ data: named(client.id) });
          throw rollback;
        }),
      (client) => client.tx(async (db) => kernel.tenantSql(client.id, db, sql("select 1 / 0"))),
      (client) => kernel.tenantSql(client.id, client.db, sql("select 1 / 0")),
      (client) =>
        client.tx(async (db) => {
          await kernel.tenantSql(client.id, db, sql("select set_config('statement_timeout', '5', true)"));
          await kernel.tenantSql(client.id, db, sql("select pg_sleep(1)"));
        }),
      (client) =>
        client.tx(async (db) => Promise.all([db.account.findFirst({}), ask(client, 0, db), ask(client, 4, db)])),
    ];
    for (let round = 0; round < 18; round++) {
      const work = Array.from({ length: 40 }, (_, index) => {
        const client = shuffled(round * 11 + index);
        const disturb = disturbances[index % 8];
        return disturb ? disturb(client, index).catch(gone) : ask(client, round + index);
      });
      if (round % 3 === 0) killed += await killSome();
      await Promise.all(work);
    }
    expect(killed).toBeGreaterThan(5);
    await Promise.all(clients.map((client, index) => ask(client, index)));
    console.log(`  ${mode}: ${counts.answered} answers, ${counts.failed} failed, ${killed} backends killed`);
  });

  test("afterwards every row stands where it belongs", async () => {
    const [strays] = await fresh.query("select count(*)::int as n from accounts where name <> tenant_id::text");
    expect(strays).toEqual({ n: 0 });
    const each = await fresh.query("select count(*)::int as n from accounts group by tenant_id");
    expect(each).toEqual(Array(tenants).fill({ n: rowsEach }));
  });
});
