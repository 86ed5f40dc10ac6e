import "@/registry/register";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { startTestCrm, type TestCrm } from "@/test/test-provider";
import { beginConnection, completeConnection } from "./operations/connecting";
import { disconnectConnection } from "./operations/ending";
import { listIntegrations } from "./operations/list";
import { pauseConnection, resumeConnection } from "./operations/pausing";
import { tendConnections, tendFrom } from "./operations/tend";

let crm: TestCrm;
beforeAll(async () => {
  crm = await startTestCrm();
});
afterEach(() => Object.assign(crm.manner, { status: null, lost: false }));
afterAll(() => crm.stop());

const provider = "testcrm";
const halden = { id: "4711", name: "Halden Systems" };
const birch = { id: "4712", name: "Birch & Sons" };

async function stateOf(ctx: Ctx, again = false): Promise<string> {
  const { url } = await beginConnection(ctx, { provider, again });
  return new URL(url).searchParams.get("state") ?? "";
}
const complete = async (ctx: Ctx, account = halden, again = false) =>
  (await completeConnection(ctx, { provider, state: await stateOf(ctx, again), code: crm.code(account) })).outcome;
const mine = async (ctx: Ctx) => (await listIntegrations(ctx, {})).find((one) => one.provider === provider);
const idOf = async (ctx: Ctx) => (await mine(ctx))?.connection?.id ?? "";
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toAppError(error, "reference").code,
  );
const eventsOf = async (tenantId: string) =>
  (
    await adminQuery<{ name: string }>(
      "select name from events where tenant_id = $1 and entity = 'connection' order by id",
      [tenantId],
    )
  ).map(({ name }) => name.replace("connection.", ""));
const secretsOf = (tenantId: string) =>
  adminQuery<{ access_token: string; refresh_token: string }>("select * from connection_secrets where tenant_id = $1", [
    tenantId,
  ]);

async function connected(): Promise<{ workspace: TestWorkspace; owner: Ctx; id: string }> {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  expect(await complete(owner)).toBe("connected");
  return { workspace, owner, id: await idOf(owner) };
}

describe("connecting", () => {
  test("keeps the tokens sealed and shows the account, never a token", async () => {
    const { workspace, owner } = await connected();
    const shown = await mine(owner);
    expect(shown).toMatchObject({ state: "connected", on: true, available: true });
    expect(shown?.connection).toMatchObject({ account: halden, scopes: ["records"], failure: null });
    expect(shown?.connection?.connectedBy?.id).toBe(owner.member?.id);
    const [secret] = await secretsOf(workspace.tenant.id);
    expect(`${secret?.access_token} ${secret?.refresh_token}`).not.toMatch(/access-|refresh-/);
    const told = await adminQuery("select data, before, after from events where tenant_id = $1", [workspace.tenant.id]);
    expect(JSON.stringify([shown, told])).not.toMatch(/access-|refresh-[0-9a-f]/);
    expect(await eventsOf(workspace.tenant.id)).toEqual(["begun", "connected"]);
    expect(await adminQuery("select 1 from connection_requests where tenant_id = $1", [workspace.tenant.id])).toEqual(
      [],
    );
  });

  test("one account may be connected in two workspaces", async () => {
    const [one, two] = [await connected(), await connected()];
    expect((await mine(one.owner))?.connection?.account).toEqual((await mine(two.owner))?.connection?.account);
  });

  test("a second connection of a service is refused", async () => {
    const { owner } = await connected();
    expect(await codeOf(beginConnection(owner, { provider }))).toBe("CONFLICT");
    expect(await codeOf(beginConnection(owner, { provider, again: true }))).toBe(null);
  });

  test("is declined where access was not allowed", async () => {
    const owner = await (await testWorkspace()).role("owner");
    const state = await stateOf(owner);
    expect(await completeConnection(owner, { provider, state, code: null })).toEqual({ outcome: "declined" });
    expect((await mine(owner))?.connection).toBeNull();
  });

  test("says why the service did not take the code", async () => {
    const owner = await (await testWorkspace()).role("owner");
    const wrong = { provider, state: await stateOf(owner), code: "made up" };
    expect(await completeConnection(owner, wrong)).toEqual({ outcome: "refused" });
    const state = await stateOf(owner);
    crm.manner.status = 503;
    expect(await completeConnection(owner, { provider, state, code: crm.code() })).toEqual({ outcome: "unavailable" });
    expect((await mine(owner))?.connection).toBeNull();
  });

  test("is for owners and admins, and for services of this build that are set up", async () => {
    const workspace = await testWorkspace();
    for (const role of ["manager", "member", "viewer", "guest"] as const) {
      const ctx = await workspace.role(role);
      expect(await codeOf(beginConnection(ctx, { provider }))).toBe("FORBIDDEN");
      expect(await codeOf(listIntegrations(ctx, {}))).toBe("FORBIDDEN");
    }
    const admin = await workspace.role("admin");
    expect(await codeOf(beginConnection(admin, { provider: "nowhere" }))).toBe("NOT_FOUND");
    expect(await complete(admin)).toBe("connected");
  });
});

describe("a state", () => {
  const changed = async (workspace: TestWorkspace, work: () => Promise<unknown>) => {
    const before = await rowHash(workspace.tenant.id);
    const code = crm.code();
    await work();
    expect(await rowHash(workspace.tenant.id)).toBe(before);
    return code;
  };

  test("counts once", async () => {
    const { workspace, owner } = await connected();
    const state = await stateOf(owner, true);
    expect(await completeConnection(owner, { provider, state, code: crm.code() })).toEqual({ outcome: "connected" });
    await changed(workspace, async () =>
      expect(await completeConnection(owner, { provider, state, code: crm.code() })).toEqual({ outcome: "invalid" }),
    );
  });

  test("of two at once, one counts", async () => {
    const owner = await (await testWorkspace()).role("owner");
    const state = await stateOf(owner);
    const both = await Promise.all([1, 2].map(() => completeConnection(owner, { provider, state, code: crm.code() })));
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(["connected", "invalid"]);
  });

  test("of another person, workspace or service, or with another secret, changes nothing", async () => {
    const workspace = await testWorkspace();
    const [owner, other] = [await workspace.role("owner"), await workspace.role("admin")];
    const stranger = await (await testWorkspace()).role("owner");
    const state = await stateOf(owner);
    const key = await workspace.as({ ...(await workspace.join("owner")) }, { scopes: ["connection:manage"] });
    await changed(workspace, async () => {
      for (const ctx of [other, stranger, key])
        expect(await completeConnection(ctx, { provider, state, code: crm.code() })).toEqual({ outcome: "invalid" });
      for (const forged of ["", "a.b.c", state.slice(0, -1), `${state.slice(0, -2)}__`, `${state}x`])
        expect(await completeConnection(owner, { provider, state: forged, code: crm.code() })).toEqual({
          outcome: "invalid",
        });
    });
    await adminQuery("update connection_requests set provider = 'another' where tenant_id = $1", [workspace.tenant.id]);
    expect(await completeConnection(owner, { provider, state, code: crm.code() })).toEqual({ outcome: "invalid" });
    expect((await mine(owner))?.connection).toBeNull();
  });

  test("that is older than ten minutes changes nothing", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.role("owner");
    const state = await stateOf(owner);
    const past = "update connection_requests set expires_at = now() - interval '1 second' where tenant_id = $1";
    await adminQuery(past, [workspace.tenant.id]);
    expect(await completeConnection(owner, { provider, state, code: crm.code() })).toEqual({ outcome: "invalid" });
    expect(await tendFrom(workspace.system)).not.toBeNull();
    await tendConnections(workspace.system, new Date());
    expect(await tendFrom(workspace.system)).toBeNull();
  });
});

describe("connecting again", () => {
  test("the same account goes on; another one is refused while the first is connected", async () => {
    const { workspace, owner, id } = await connected();
    const [before] = await secretsOf(workspace.tenant.id);
    expect(await complete(owner, birch, true)).toBe("otherAccount");
    expect(await secretsOf(workspace.tenant.id)).toEqual([before]);
    expect((await mine(owner))?.connection?.account).toEqual(halden);
    expect(await complete(owner, halden, true)).toBe("connected");
    expect(await idOf(owner)).toBe(id);
    expect(await secretsOf(workspace.tenant.id)).not.toEqual([before]);
  });

  test("within 30 days the links of the same account are there, and another account begins without them", async () => {
    const { workspace, owner, id } = await connected();
    await linked(owner, id);
    await disconnectConnection(owner, { id });
    expect(await complete(owner, halden)).toBe("connected");
    expect(await owner.db.syncLink.count()).toBe(1);
    await disconnectConnection(owner, { id });
    expect(await complete(owner, birch)).toBe("connected");
    expect(await owner.db.syncLink.count()).toBe(0);
    expect(await owner.db.syncObject.count()).toBe(0);
    expect((await mine(owner))?.connection).toMatchObject({ id, account: birch });
    expect((await secretsOf(workspace.tenant.id)).length).toBe(1);
  });
});

/** An object of the connection with a link. */
async function linked(ctx: Ctx, connectionId: string): Promise<void> {
  const { id: objectId } = await ctx.db.syncObject.create({
    data: { connectionId, entity: "account", state: "live", cursor: "7" },
    select: { id: true },
  });
  await ctx.db.syncLink.create({
    data: { objectId, recordId: ctx.tenant.id, externalId: "1" },
    select: { id: true },
  });
}

describe("disconnecting", () => {
  test("deletes the tokens at once, gives them back, and keeps the links for 30 days", async () => {
    const { workspace, owner, id } = await connected();
    await linked(owner, id);
    const count = crm.revoked.length;
    expect(await disconnectConnection(owner, { id })).toMatchObject({ state: "disconnected" });
    expect(await secretsOf(workspace.tenant.id)).toEqual([]);
    expect(crm.revoked.length).toBe(count + 1);
    expect(
      await adminQuery("select 1 from connection_revocations where tenant_id = $1", [workspace.tenant.id]),
    ).toEqual([]);
    expect(await owner.db.syncLink.count()).toBe(1);
    expect(await disconnectConnection(owner, { id })).toMatchObject({ state: "disconnected" });
    expect(await eventsOf(workspace.tenant.id)).toEqual(["begun", "connected", "disconnected"]);

    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    expect((await tendFrom(workspace.system))?.getTime()).toBeGreaterThan(days(29.9).getTime());
    await tendConnections(workspace.system, days(29.9));
    expect(await owner.db.syncLink.count()).toBe(1);
    await tendConnections(workspace.system, days(30.1));
    expect(await owner.db.syncLink.count()).toBe(0);
    expect(await owner.db.syncObject.findFirst()).toMatchObject({ state: "draft", cursor: null });
    expect(await tendFrom(workspace.system)).toBeNull();
  });

  test("tries for a day to give access back, and then says so", async () => {
    const { workspace, owner, id } = await connected();
    crm.manner.status = 500;
    await disconnectConnection(owner, { id });
    const [kept] = await owner.db.connectionRevocation.findMany();
    expect(kept?.refreshToken).not.toContain("refresh-");
    expect(kept?.attempts).toBe(1);
    await tendConnections(workspace.system, new Date(Date.now() + 23 * 3_600_000));
    expect(await owner.db.connectionRevocation.count()).toBe(1);
    await tendConnections(workspace.system, new Date(Date.now() + 25 * 3_600_000));
    expect(await owner.db.connectionRevocation.count()).toBe(0);
    expect((await eventsOf(workspace.tenant.id)).at(-1)).toBe("notRevoked");
  });

  test("gives access back later where the service was away", async () => {
    const { workspace, owner, id } = await connected();
    crm.manner.status = 500;
    await disconnectConnection(owner, { id });
    crm.manner.status = null;
    const before = crm.revoked.length;
    await tendConnections(workspace.system, new Date(Date.now() + 3_600_000));
    expect(crm.revoked.length).toBe(before + 1);
    expect(await owner.db.connectionRevocation.count()).toBe(0);
  });
});

describe("a pause", () => {
  test("is set, said and ended, and does nothing twice", async () => {
    const { workspace, owner, id } = await connected();
    expect(await pauseConnection(owner, { id })).toMatchObject({ state: "paused" });
    expect(await pauseConnection(owner, { id })).toMatchObject({ state: "paused" });
    expect(await resumeConnection(owner, { id })).toMatchObject({ state: "connected", pausedAt: null });
    expect(await eventsOf(workspace.tenant.id)).toEqual(["begun", "connected", "paused", "resumed"]);
    await disconnectConnection(owner, { id });
    expect(await codeOf(pauseConnection(owner, { id }))).toBe("CONFLICT");
  });
});

describe("without the licence", () => {
  test("nothing works but the list and the end", async () => {
    const { owner, id } = await connected();
    const state = await stateOf(owner, true);
    await setModule(await later(owner), { module: "integration-hubspot", on: false });
    const off = await later(owner);
    expect(await codeOf(beginConnection(off, { provider, again: true }))).toBe("MODULE_OFF");
    expect(await codeOf(completeConnection(off, { provider, state, code: crm.code() }))).toBe("MODULE_OFF");
    expect(await codeOf(pauseConnection(off, { id }))).toBe("MODULE_OFF");
    expect(await codeOf(resumeConnection(off, { id }))).toBe("MODULE_OFF");
    expect(await mine(off)).toMatchObject({ on: false, state: "connected" });
    expect(await disconnectConnection(off, { id })).toMatchObject({ state: "disconnected" });
  });
});
