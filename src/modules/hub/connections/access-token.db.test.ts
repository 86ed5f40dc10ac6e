import "@/registry/register";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { env } from "@/env";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { relayOnce } from "@/server/outbox/relay";
import { processWide } from "@/server/process-wide";
import { ProviderFailure } from "@/server/sync/provider";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { startTestCrm, type TestCrm } from "@/test/test-provider";
import { accessTokenAfter, accessTokenOf } from "./operations/access-token";
import { beginConnection, completeConnection } from "./operations/connecting";
import { disconnectConnection } from "./operations/ending";
import { listIntegrations } from "./operations/list";
import { resealConnections } from "./operations/reseal";

let crm: TestCrm;
beforeAll(async () => {
  crm = await startTestCrm();
});
afterEach(() => Object.assign(crm.manner, { status: null, lost: false, rotates: true, delayMs: 0, expiresIn: 1_800 }));
afterAll(() => crm.stop());

const provider = "testcrm";

async function connected(): Promise<{ owner: Ctx; system: Ctx; id: string }> {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { url } = await beginConnection(owner, { provider });
  const state = new URL(url).searchParams.get("state") ?? "";
  await completeConnection(owner, { provider, state, code: crm.code() });
  const row = await owner.db.connection.findFirstOrThrow({ select: { id: true } });
  return { owner, system: workspace.system, id: row.id };
}

const expire = (ctx: Ctx, inMs = -1_000) =>
  ctx.db.connectionSecret.updateMany({ data: { expiresAt: new Date(Date.now() + inMs) } });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ProviderFailure ? error.kind : error),
  );
/** As another process: it knows nothing of the refreshes that run in this one. */
async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  vi.resetModules();
  processWide("refreshes of access tokens").remove();
  return await work();
}

test("a token that is good for longer is given as it is", async () => {
  const { system, id } = await connected();
  const before = crm.refreshes();
  const first = await accessTokenOf(system, id);
  expect(first.accessToken).toMatch(/^access-/);
  expect(await accessTokenOf(system, id)).toEqual(first);
  await expire(system, 7 * 60_000);
  expect(await accessTokenOf(system, id)).toEqual(first);
  expect(crm.refreshes()).toBe(before);
  await expire(system, 4.9 * 60_000);
  expect((await accessTokenOf(system, id)).generation).toBe(first.generation + 1);
  expect(crm.refreshes()).toBe(before + 1);
});

test("200 callers of four vaults that know nothing of each other refresh once", async () => {
  const { system, id } = await connected();
  await expire(system);
  crm.manner.delayMs = 300;
  const before = crm.refreshes();
  const vaults = [];
  for (let vault = 0; vault < 4; vault++)
    vaults.push(await elsewhere(async () => (await import("./operations/access-token")).accessTokenOf));
  const tokens = await Promise.all(vaults.flatMap((tokenOf) => Array.from({ length: 50 }, () => tokenOf(system, id))));
  expect(crm.refreshes()).toBe(before + 1);
  expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
});

test("a token that the service refuses is refreshed once, and not again for those who still had it", async () => {
  const { system, id } = await connected();
  const { generation } = await accessTokenOf(system, id);
  const before = crm.refreshes();
  const all = await Promise.all(Array.from({ length: 20 }, () => accessTokenAfter(system, id, generation)));
  expect(new Set(all.map((one) => one.generation))).toEqual(new Set([generation + 1]));
  expect(await accessTokenAfter(system, id, generation)).toEqual(all[0]);
  expect(crm.refreshes()).toBe(before + 1);
});

test("a dead grant is noted and told once, and asks no more", async () => {
  const { owner, system, id } = await connected();
  crm.endGrants();
  await expire(system);
  expect(await Promise.all([1, 2, 3].map(() => failureOf(accessTokenOf(system, id))))).toEqual([
    "grant",
    "grant",
    "grant",
  ]);
  const asked = crm.refreshes();
  expect(await failureOf(accessTokenOf(system, id))).toBe("grant");
  expect(crm.refreshes()).toBe(asked);
  const [shown] = (await listIntegrations(owner, {})).filter((one) => one.provider === provider);
  expect(shown).toMatchObject({
    state: "reconnect",
    connection: { failure: expect.stringContaining("no longer accepts") },
  });
  const events = await adminQuery("select 1 from events where tenant_id = $1 and name = 'connection.expired'", [
    owner.tenant.id,
  ]);
  expect(events).toHaveLength(1);
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(owner, {});
  expect(rows.map(({ items }) => items.map(({ type }) => type))).toEqual([["connectionExpired"]]);
});

test("the grant is not dead where another refresh came between", async () => {
  const { system, id } = await connected();
  await expire(system);
  // The lease of a process that hangs has run out, and both send the same token.
  crm.manner.delayMs = 400;
  const first = accessTokenOf(system, id);
  const second = await elsewhere(async () => {
    const { accessTokenOf: tokenOf } = await import("./operations/access-token");
    await vi.waitFor(async () => {
      const open = await system.db.connectionSecret.updateMany({
        where: { leasedUntil: { not: null } },
        data: { leasedUntil: new Date(Date.now() - 1_000) },
      });
      expect(open.count).toBe(1);
    });
    return tokenOf(system, id);
  });
  expect((await first).accessToken).toBe(second.accessToken);
  expect((await system.db.connection.findFirst())?.grant).toBe("connected");
});

test("a service that is away ends nothing, and a token that is still good is given", async () => {
  const { system, id } = await connected();
  crm.manner.status = 503;
  await expire(system, 60_000);
  expect((await accessTokenOf(system, id)).generation).toBe(1);
  await expire(system);
  expect(await failureOf(accessTokenOf(system, id))).toBe("unavailable");
  expect((await system.db.connection.findFirst())?.grant).toBe("connected");
  crm.manner.status = null;
  expect((await accessTokenOf(system, id)).generation).toBe(2);
});

test("the token before is kept until the new one has worked, and helps where that is not accepted", async () => {
  const { system, id } = await connected();
  crm.manner.rotates = false;
  await expire(system);
  await accessTokenOf(system, id);
  expect((await system.db.connectionSecret.findFirst())?.previousToken).toBeNull();
  crm.manner.rotates = true;
  await expire(system);
  await accessTokenOf(system, id);
  expect((await system.db.connectionSecret.findFirst())?.previousToken).not.toBeNull();
});

test("tokens of a connection that was ended during the refresh are kept nowhere and given back", async () => {
  const { owner, system, id } = await connected();
  await expire(system);
  crm.manner.delayMs = 300;
  const asking = failureOf(accessTokenOf(system, id));
  await vi.waitFor(async () => expect((await system.db.connectionSecret.findFirst())?.leasedUntil).not.toBeNull());
  const before = crm.revoked.length;
  await disconnectConnection(owner, { id });
  expect(await asking).toBe("grant");
  expect(await system.db.connectionSecret.count()).toBe(0);
  await vi.waitFor(() => expect(crm.revoked.length).toBe(before + 2));
});

test("the vault refuses to be asked in a transaction", async () => {
  const { system, id } = await connected();
  await expect(inTransaction(system, (inner) => accessTokenOf(inner, id))).rejects.toThrow("inside a transaction");
});

test("a new key reseals the tokens, and those that wait to be given back", async () => {
  const { owner, system, id } = await connected();
  const other = await connected();
  crm.manner.status = 500;
  await disconnectConnection(other.owner, { id: other.id });
  crm.manner.status = null;
  const { accessToken } = await accessTokenOf(system, id);
  const { ENCRYPTION_KEY, ENCRYPTION_KEY_OLD } = env;
  try {
    Object.assign(env, { ENCRYPTION_KEY: "kQ7m2Zx9Lw4Rt8Vb3Nc6Hy1Jd5Pf0SgA", ENCRYPTION_KEY_OLD: ENCRYPTION_KEY });
    const { resealed, lost } = await resealConnections();
    expect(lost).toBe(0);
    expect(resealed).toBeGreaterThanOrEqual(3);
    Object.assign(env, { ENCRYPTION_KEY_OLD: undefined });
    expect(await resealConnections()).toEqual({ resealed: 0, lost: 0 });
    expect((await accessTokenOf(system, id)).accessToken).toBe(accessToken);
    await system.db.connectionSecret.updateMany({ data: { accessToken: "another.a.b.c" } });
    expect((await resealConnections()).lost).toBe(1);
    await disconnectConnection(owner, { id });
  } finally {
    Object.assign(env, { ENCRYPTION_KEY, ENCRYPTION_KEY_OLD });
  }
});
