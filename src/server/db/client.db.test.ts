// @module-tag once

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { keyOf } from "@/server/process-wide";
import { type FreshDatabase, freshDatabase } from "@/test/db";
import { type Kernel, loadKernel } from "@/test/tenancy/kernel";
import { settingsOf } from "@/test/tenancy/rows";

let fresh: FreshDatabase;
let kernel: Kernel;
beforeAll(async () => {
  fresh = await freshDatabase();
  const database = new URL(fresh.urls.app).pathname.slice(1);
  // As an operator creates them: roles that can only log in. One limit is the operator's own.
  for (const role of ["throughline_app", "throughline_platform"])
    for (const [limit, value] of [
      ["statement_timeout", "'7s'"],
      ["lock_timeout", "0"],
      ["idle_in_transaction_session_timeout", "0"],
    ])
      await fresh.query(`alter role ${role} in database ${database} set ${limit} = ${value}`);
  kernel = await loadKernel(settingsOf(fresh.urls));
});
afterAll(async () => {
  await kernel.close();
  await fresh[Symbol.asyncDispose]();
});

const asked = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
  current_setting('idle_in_transaction_session_timeout') as idle, current_setting('parallel_setup_cost') as parallel,
  current_setting('jit') as jit`;

test("requests have limits on a server whose roles have none, and a role's own ones stay", async () => {
  const limits = [{ statement: "7s", lock: "5s", idle: "30s", parallel: "20000", jit: "off" }];
  expect(await kernel.platformQuery("limits", asked, [])).toEqual(limits);
  const workspace = await kernel.testWorkspace();
  const { id } = workspace.tenant;
  expect(await kernel.tenantSql(id, kernel.tenantDb(id).db, kernel.Prisma.raw(asked))).toEqual(limits);
});

test("a query after the end of the connections opens none", async () => {
  await kernel.close();
  await expect(kernel.platformQuery("late", "select 1", [])).rejects.toThrow("closed");
  expect(() => kernel.databaseOf("any")).toThrow("closed");
  expect(globalThis).not.toHaveProperty(keyOf("connections to the database"));
});

test("late work of modules that were replaced opens no connections for those in their place", async () => {
  vi.resetModules();
  const replaced = await import("@/server/db/client");
  Reflect.deleteProperty(globalThis, keyOf("tenant scope"));
  vi.resetModules();
  const current = await import("@/server/db/client");
  expect(() => replaced.platformClient()).toThrow("closed");
  expect(globalThis).not.toHaveProperty(keyOf("connections to the database"));
  expect(await current.platformQuery("now", "select 1 as one", [])).toEqual([{ one: 1 }]);
  await current.closeConnections();
});
