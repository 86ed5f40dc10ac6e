// @module-tag once

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { killBackends, workerUrls } from "@/test/db";
import { TenantPool, tenantScope } from "./tenant-pool";

let pool: TenantPool;
beforeEach(() => {
  pool = new TenantPool({ connectionString: workerUrls().app, max: 1, application_name: "tenant-pool-test" });
});
afterEach(() => pool.end());

const as = <T>(tenantId: string, work: () => Promise<T>) => tenantScope.run({ tenantId, raw: false }, work);
const setting = async () =>
  (await pool.query<{ tenant: string }>("select current_setting('app.tenant_id', true) as tenant")).rows[0]?.tenant;
const [a, b] = [randomUUID(), randomUUID()];

test("without a tenant there is no connection, in either form of asking", async () => {
  await expect(pool.connect()).rejects.toThrow("without a tenant");
  await expect(pool.query("select 1")).rejects.toThrow("without a tenant");
  const error = await new Promise((resolve) => pool.connect((given) => resolve(given)));
  expect(String(error)).toContain("without a tenant");
  expect(pool.totalCount).toBe(0);
});

test("one connection serves tenant after tenant, each with its own setting", async () => {
  for (const id of [a, b, b, a]) expect(await as(id, setting)).toBe(id);
  expect(pool.totalCount).toBe(1);
});

test("a waiting caller gets a connection of its own tenant", async () => {
  expect(await Promise.all([a, b, a, b].map((id) => as(id, setting)))).toEqual([a, b, a, b]);
});

test("a rollback does not take the setting back", async () => {
  await as(a, async () => {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("select 1 / 0").catch(() => undefined);
    await client.query("rollback");
    client.release();
  });
  expect(await as(b, setting)).toBe(b);
  expect(await as(a, setting)).toBe(a);
});

test("a connection that was given back inside a transaction is thrown away", async () => {
  const select = "select pg_backend_pid() as pid";
  const backend = async () => (await pool.query<{ pid: number }>(select)).rows[0]?.pid;
  const left = await as(a, async () => {
    const client = await pool.connect();
    await client.query("begin");
    const { rows } = await client.query<{ pid: number }>(select);
    client.release();
    return rows[0]?.pid;
  });
  const next = await as(b, backend);
  expect(next).not.toBe(left);
  expect(await as(b, setting)).toBe(b);
  expect(await as(a, backend)).toBe(next);
});

test("a tenant that cannot be set leaves no connection behind", async () => {
  await expect(as("\u0000", setting)).rejects.toThrow();
  expect(pool.totalCount).toBe(0);
  expect(await as(a, setting)).toBe(a);
});

test("a backend that is killed, idle or at work, costs one query and not the process", async () => {
  expect(await as(a, setting)).toBe(a);
  expect(await killBackends({ role: "app" })).toBeGreaterThan(0);
  await as(a, setting).catch(() => undefined);
  expect(await as(b, setting)).toBe(b);
  const asleep = as(b, () => pool.query("select pg_sleep(20)"));
  const failure = expect(asleep).rejects.toThrow();
  await expect.poll(() => killBackends({ role: "app" })).toBeGreaterThan(0);
  await failure;
  expect(await as(a, setting)).toBe(a);
});
