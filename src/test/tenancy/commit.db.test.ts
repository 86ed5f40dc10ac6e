// @module-tag once

import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase, howManyWait } from "../db";
import { type Kernel, loadKernel } from "./kernel";
import { settingsOf } from "./rows";
import { wireTo } from "./wire";

let fresh: FreshDatabase;
let wire: Awaited<ReturnType<typeof wireTo>>;
let kernel: Kernel;
let doors: typeof import("./doors");
let headers: Record<string, string>;
let accountId: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  wire = await wireTo(fresh.urls.app);
  const { app, platform } = fresh.urls;
  kernel = await loadKernel(settingsOf({ ...fresh.urls, app: wire.over(app), platform: wire.over(platform) }));
  doors = await import("./doors");
  const workspace = await kernel.testWorkspace();
  const owner = await workspace.join("owner");
  accountId = (await workspace.system.db.account.create({ data: { name: "Kept", nameKey: "kept" } })).id;
  headers = await doors.signedIn(owner, workspace.tenant.slug);
  // COMMIT of a changed account waits for the holder of this lock.
  await fresh.query(`
    create function slow_commit() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(4711); return null; end';
    create constraint trigger slow_commit after update on accounts deferrable initially deferred
      for each row execute function slow_commit()`);
});
afterAll(async () => {
  await kernel.close();
  await wire.cut();
  await fresh[Symbol.asyncDispose]();
});

test("a connection lost during COMMIT: what was saved is not certain, and nobody says that nothing was", async () => {
  const holder = new Client({ connectionString: fresh.urls.superuser });
  await holder.connect();
  await holder.query("begin; select pg_advisory_xact_lock(4711)");
  const answer = doors.rest("PATCH", `/accounts/${accountId}`, headers, { version: 1, name: "Saved" });
  await expect.poll(() => howManyWait(fresh)).toBe(1);
  await wire.cut();
  expect(await answer).toMatchObject({
    status: 503,
    code: "UNAVAILABLE",
    message: "The database is not responding. Your change may or may not have been saved. Check before you repeat it.",
    details: { retryAfter: 2 },
  });
  await holder.query("rollback");
  await holder.end();
  await expect
    .poll(async () => (await fresh.query("select name from accounts where id = $1", [accountId]))[0])
    .toEqual({ name: "Saved" });
  await wire.join();
  // A failure before COMMIT changed nothing, and says so.
  await fresh.query("alter table accounts rename to away");
  const failed = await doors.rest("PATCH", `/accounts/${accountId}`, headers, { version: 2, name: "Lost" });
  expect(failed.message).toMatch(/^Something went wrong on our side\. Nothing was changed\./);
  await fresh.query("alter table away rename to accounts");
  expect(await fresh.query("select name from accounts where id = $1", [accountId])).toEqual([{ name: "Saved" }]);
});
