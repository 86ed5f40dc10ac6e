// @module-tag once

import { NextRequest } from "next/server";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase, howManyWait, killBackends } from "../db";
import { type Kernel, loadKernel, poolerModes } from "./kernel";
import { fingerprint, settingsOf } from "./rows";
import { wireTo } from "./wire";

describe.each(poolerModes)("a database that is away, slow or shut down at times (%s)", (mode) => {
  let fresh: FreshDatabase;
  let wire: Awaited<ReturnType<typeof wireTo>>;
  let kernel: Kernel;
  let doors: typeof import("./doors");
  let headers: Record<string, string>;
  let tenantId: string;
  let accountId: string;
  let before: Record<string, string>;

  beforeAll(async () => {
    fresh = await freshDatabase();
    wire = await wireTo(fresh.urls.app);
    const { app, platform } = fresh.urls;
    const over = { ...fresh.urls, app: wire.over(app), platform: wire.over(platform) };
    kernel = await loadKernel({ ...settingsOf(over), DATABASE_POOLER: mode, DATABASE_POOL_SIZE: "3" });
    doors = await import("./doors");
    const workspace = await kernel.testWorkspace();
    const owner = await workspace.join("owner");
    tenantId = workspace.tenant.id;
    accountId = (await workspace.system.db.account.create({ data: { name: "Kept", nameKey: "kept" } })).id;
    headers = await doors.signedIn(owner, workspace.tenant.slug);
  });
  beforeEach(async () => {
    before = await fingerprint(fresh.query, tenantId);
  });
  afterEach(async () => {
    expect(await fingerprint(fresh.query, tenantId)).toEqual(before);
  });
  afterAll(async () => {
    await kernel.close();
    await wire.cut();
    await fresh[Symbol.asyncDispose]();
  });

  const read = async () => [
    await doors.rest("GET", `/accounts/${accountId}`, headers),
    await doors.call("query", "accounts.get", headers, { id: accountId }),
  ];
  const write = async () => [
    await doors.rest("PATCH", `/accounts/${accountId}`, headers, { version: 1, name: "Changed" }),
    await doors.call("mutation", "accounts.update", headers, { id: accountId, version: 1, name: "Changed" }),
  ];

  async function expectUnavailable(act: typeof read, why = /^The database is not responding\./): Promise<void> {
    for (const { status, code, message, details, headers: answered, body } of await act()) {
      expect([status, code]).toEqual([503, "UNAVAILABLE"]);
      expect(message).toMatch(why);
      expect(message).toContain("Nothing was changed.");
      expect(details).toMatchObject({ retryAfter: 2, reference: answered.get("x-request-id") });
      expect(answered.get("retry-after")).toBe("2");
      expect(JSON.stringify(body)).not.toMatch(/postgres|ECONN|node_modules|stack|select /i);
    }
  }
  const served = async () => (await read()).map(({ status }) => status);
  const expectServed = async () => expect(await served()).toEqual([200, 200]);
  /** The app notices a killed connection a moment after the server has ended it. */
  const expectServedSoon = () => expect.poll(served, { interval: 10 }).toEqual([200, 200]);

  test("away: 503 with a time to try again, nothing changed; back: served without a restart", async () => {
    await expectServed();
    for (let round = 0; round < 2; round++) {
      await wire.cut();
      await expectUnavailable(read);
      await expectUnavailable(write);
      await wire.join();
      await expectServed();
    }
  });

  test("cut in the middle of a query: 503, and the next one is served", async () => {
    await using locker = await lockAccounts();
    const answer = doors.rest("GET", `/accounts/${accountId}`, headers);
    await locker.waitedFor();
    await wire.cut();
    expect(await answer).toMatchObject({ status: 503, code: "UNAVAILABLE" });
    await wire.join();
    await locker.release();
    await expectServed();
  });

  test("every backend killed in the middle of a change: 503 and nothing half-written", async () => {
    await using locker = await lockAccounts();
    const answer = doors.rest("PATCH", `/accounts/${accountId}`, headers, { version: 1, name: "Half" });
    await locker.waitedFor();
    await killBackends({ urls: fresh.urls, role: "app" });
    expect(await answer).toMatchObject({ status: 503, code: "UNAVAILABLE" });
    await locker.release();
    await expectServedSoon();
  });

  test("slow: a statement over its time and a lock that does not come are 503", async () => {
    const name = new URL(fresh.urls.app).pathname.slice(1);
    for (const setting of ["statement_timeout", "lock_timeout"]) {
      await fresh.query(`alter role throughline_app in database ${name} set ${setting} = '60ms'`);
      await killBackends({ urls: fresh.urls, role: "app" });
      await expectServedSoon();
      {
        await using _locker = await lockAccounts();
        const why = setting === "lock_timeout" ? /^Another process is using this record/ : undefined;
        await expectUnavailable(read, why);
        await expectUnavailable(write, why);
      }
      await fresh.query(`alter role throughline_app in database ${name} reset ${setting}`);
      await killBackends({ urls: fresh.urls, role: "app" });
      await expectServedSoon();
    }
  });

  test("the door of sign-in answers in the same form, to whoever comes with a session", async () => {
    const { GET } = await import("@/app/api/auth/[...nextauth]/route");
    await wire.cut();
    const request = new NextRequest("http://localhost:3000/api/auth/session", { headers });
    const response = await GET(request, { params: Promise.resolve({ nextauth: ["session"] }) });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.json()).toMatchObject({ error: { code: "UNAVAILABLE" } });
    await wire.join();
    await expectServed();
  });

  test("readiness says which dependency does not answer, and is ready again by itself", async () => {
    const { readiness } = await import("@/server/readiness");
    expect(await readiness()).toMatchObject({ ready: true });
    await wire.cut();
    const report = await readiness();
    expect(report.ready).toBe(false);
    expect(report.checks.filter(({ required }) => required).map(({ name, ok }) => [name, ok])).toEqual([
      ["database", false],
      ["database-platform", false],
      // Covered before: whether the database is reachable; the other two show the rest.
      ["schema", true],
    ]);
    await wire.join();
    expect(await readiness()).toMatchObject({ ready: true });
  });

  /** Holds the accounts table so that every other statement on it waits. */
  async function lockAccounts() {
    const client = new Client({ connectionString: fresh.urls.superuser });
    await client.connect();
    await client.query("begin; lock table accounts in access exclusive mode");
    return {
      waitedFor: () => expect.poll(() => howManyWait(fresh)).toBeGreaterThan(0),
      release: () => client.query("rollback"),
      [Symbol.asyncDispose]: () => client.end(),
    };
  }
});
