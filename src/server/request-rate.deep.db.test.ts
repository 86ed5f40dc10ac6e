import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rest, signedIn, withKey } from "@/test/tenancy/doors";
import { platformQuery } from "./db/client";
import { countRequest, type RequestRate, refuseUsedUp } from "./request-rate";
import { sharedCounter } from "./shared-limit";

/** Requests a minute of a trial, and of one of its keys. */
const [ofWorkspace, ofKey] = [100, 80];

async function ask(caller: { tenantId: string; keyId: string; perMinute?: number; own?: number }) {
  const { tenantId, keyId, perMinute = ofWorkspace, own = null } = caller;
  let rate: RequestRate | undefined;
  const outcome = await countRequest(
    { tenant: { id: tenantId }, keyId, hash: keyId, ofWorkspace: perMinute, ofKey: own },
    (told) => {
      rate = told;
    },
  ).then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
  return { outcome, rate };
}
const times = async (count: number, caller: Parameters<typeof ask>[0]) =>
  (await Promise.all(Array.from({ length: count }, () => ask(caller)))).filter(({ outcome }) => outcome === "ok")
    .length;

describe("a limit of requests", () => {
  test("lets exactly so many through, however many come at one moment", async () => {
    const caller = { tenantId: randomUUID(), keyId: randomUUID() };
    expect(await times(300, caller)).toBe(ofKey);
    expect(await times(300, { ...caller, keyId: randomUUID() })).toBe(ofWorkspace - ofKey);
    expect(await times(10, { ...caller, keyId: randomUUID() })).toBe(0);
    expect(await times(300, { tenantId: randomUUID(), keyId: randomUUID(), perMinute: 500 })).toBe(300);
  });

  test("costs a statement for one in many requests, and none once it is used up", async () => {
    const caller = { tenantId: randomUUID(), keyId: randomUUID(), perMinute: 1_000 };
    const prefix = "requests:workspace";
    await times(200, caller);
    const [row] = await adminQuery<{ points: number }>("select points::int from rate_limits where key = $1", [
      `${prefix} ${caller.tenantId}`,
    ]);
    // A part is a twentieth: 200 requests are four of them.
    expect(row?.points).toBe(200);
    await times(2_000, caller);
    const [full] = await adminQuery<{ points: number }>("select points::int from rate_limits where key = $1", [
      `${prefix} ${caller.tenantId}`,
    ]);
    await times(500, caller);
    const after = await adminQuery<{ points: number }>("select points::int from rate_limits where key = $1", [
      `${prefix} ${caller.tenantId}`,
    ]);
    expect(after).toEqual([full]);
  });

  test("is shared with other processes", async () => {
    const caller = { tenantId: randomUUID(), keyId: randomUUID() };
    await sharedCounter(null).consume(`workspace ${caller.tenantId}`, 95);
    expect(await times(20, caller)).toBe(5);
  });

  test("of a key is the one that was chosen for it, and never more than its plan allows", async () => {
    const tenantId = randomUUID();
    expect(await times(30, { tenantId, keyId: randomUUID(), own: 7 })).toBe(7);
    expect(await times(90, { tenantId, keyId: randomUUID(), own: 500 })).toBe(ofKey);
  });

  test("that is lowered within its window gives only what is left of a part", async () => {
    const caller = { tenantId: randomUUID(), keyId: randomUUID() };
    expect(await times(18, caller)).toBe(18);
    expect(await times(10, { ...caller, own: 5 })).toBe(2);
    const { outcome, rate } = await ask({ ...caller, own: 5 });
    expect([outcome, rate?.states[0]]).toMatchObject(["RATE_LIMITED", { quota: 5, remaining: 0 }]);
  });

  test("begins again when its window has ended", async () => {
    const caller = { tenantId: randomUUID(), keyId: randomUUID() };
    expect(await times(90, caller)).toBe(ofKey);
    const { rate } = await ask(caller);
    expect(rate?.states[0]).toMatchObject({ name: "key", quota: ofKey, remaining: 0 });
    expect(() => refuseUsedUp(caller.keyId, () => undefined)).toThrow("Wait");
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
    try {
      expect(() => refuseUsedUp(caller.keyId, () => undefined)).not.toThrow();
      await platformQuery("test-expire", "update rate_limits set expire = 0 where key like $1", [
        `%${caller.tenantId}`,
      ]);
      expect((await ask({ ...caller, keyId: randomUUID() })).outcome).toBe("ok");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("REST", () => {
  let workspace: TestWorkspace;
  let owner: TestMember;
  beforeAll(async () => {
    workspace = await testWorkspace({ plan: "trial" });
    owner = await workspace.join("owner");
  });

  test("each answer to a key says its limits, in the structured form of the draft; a refusal when to come back", async () => {
    const key = await withKey(workspace.tenant.id, owner, ["workspace:view"]);
    const first = await rest("GET", "/tags", key);
    expect(first.status).toBe(200);
    expect(first.headers.get("ratelimit-policy")).toBe('"key";q=80;w=60, "workspace";q=100;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"key";r=79;t=(60|59), "workspace";r=99;t=(60|59)$/);
    const missing = await rest("GET", "/accounts", key);
    expect([missing.status, missing.headers.get("ratelimit")?.startsWith('"key";r=78;')]).toEqual([403, true]);
    const answers = await Promise.all(Array.from({ length: 90 }, () => rest("GET", "/tags", key)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(12);
    for (const { code, message, headers } of refused) {
      expect([code, message]).toEqual(["RATE_LIMITED", expect.stringContaining("This API key may send 80 requests")]);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(headers.get("ratelimit")).toContain('"key";r=0;');
    }
  });

  test("browsers are not counted by the plan", async () => {
    const answer = await rest("GET", "/tags", await signedIn(owner, workspace.tenant.slug));
    expect([answer.status, answer.headers.has("ratelimit")]).toEqual([200, false]);
  });

  test("a workspace at its limit leaves the requests of others alone", async () => {
    const other = await testWorkspace({ plan: "trial" });
    const key = await withKey(other.tenant.id, await other.join("owner"), ["workspace:view"]);
    expect((await rest("GET", "/tags", key)).status).toBe(200);
  });
});
