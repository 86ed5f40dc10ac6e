// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { tenantCtx } from "@/server/access";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rest } from "@/test/tenancy/doors";
import { createApiKey, getApiKey, revokeApiKey, updateApiKey } from "./operations";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace({ plan: "trial" });
  admin = await workspace.role("admin");
});

const scopes = ["workspace:view" as const];
const from = (key: string, address: string) =>
  rest("GET", "/tags", { authorization: `Bearer ${key}`, "x-forwarded-for": address });
const calls = async (id: string) =>
  (await adminQuery<{ used: boolean }>("select last_used_at is not null as used from api_keys where id = $1", [id]))[0];
const noted = async (id: string) => {
  const rows = await adminQuery<{ name: string; address: string }>(
    "select name, data->>'address' as address from events where entity_id = $1 and name in ('apiKey.used', 'apiKey.refused') order by name desc",
    [id],
  );
  return rows.map(({ name, address }) => `${name} ${address}`);
};

describe("the ranges of a key", () => {
  test("let requests in from their addresses only, in either form of an address", async () => {
    const ranges = ["203.0.113.9/24", "2001:db8::1/48"];
    const { key, id, ...made } = await createApiKey(admin, { name: "Office", scopes, ranges });
    expect(made.ranges).toEqual(["203.0.113.0/24", "2001:db8::/48"]);
    for (const address of ["203.0.113.200", "::ffff:203.0.113.1", "2001:db8:0:ffff::7"])
      expect([address, (await from(key, address)).status]).toEqual([address, 200]);
    for (const address of ["203.0.114.1", "2001:db8:1::7", "unknown", "fe80::1%eth0"]) {
      const { status, code, message, headers } = await from(key, address);
      expect([status, code]).toEqual([403, "FORBIDDEN"]);
      expect(message).toContain("This API key may not be used from the address");
      expect(headers.has("ratelimit")).toBe(false);
    }
    await expect.poll(() => noted(id)).toHaveLength(7);
    expect((await noted(id)).filter((line) => line.startsWith("apiKey.refused")).toSorted()).toEqual([
      "apiKey.refused 2001:db8:1::7",
      "apiKey.refused 203.0.114.1",
      "apiKey.refused fe80::1%eth0",
      "apiKey.refused unknown",
    ]);
  });

  test("hold at every door, and nothing is done", async () => {
    const { key } = await createApiKey(admin, { name: "Away", scopes: ["workspace:manage"], ranges: ["10.0.0.0/8"] });
    const headers = { authorization: `Bearer ${key}`, "x-forwarded-for": "192.0.2.1" };
    const answer = await rest("POST", "/tags", headers, { name: "From outside", entity: "account" });
    expect([answer.status, answer.details]).toMatchObject([403, { reason: "address" }]);
    expect(await adminQuery("select 1 from tags where tenant_id = $1", [workspace.tenant.id])).toEqual([]);
    const caller = { workspace: null, requestId: "r", origin: null, userAgent: null, address: "192.0.2.1" };
    await expect(tenantCtx({ ...caller, credential: { type: "apiKey", key } })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "address" },
    });
  });

  test("do not let others use up the limit of the key", async () => {
    const limits = { ranges: ["10.0.0.0/8"], perMinute: 1 };
    const { key } = await createApiKey(admin, { name: "Found", scopes, ...limits });
    for (const address of ["192.0.2.1", "192.0.2.2"]) expect((await from(key, address)).status).toBe(403);
    expect((await from(key, "10.1.1.1")).status).toBe(200);
    expect((await from(key, "10.1.1.1")).status).toBe(429);
  });

  test("are refused as a whole where one of them is wrong", async () => {
    const { id } = await createApiKey(admin, { name: "Strict", scopes, ranges: ["10.0.0.0/8"] });
    for (const [ranges, message] of [
      [["0.0.0.0/0"], "whole internet"],
      [["192.0.2.1", "nowhere"], "Type a network"],
      [Array.from({ length: 10_000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`), "at most 20 ranges"],
    ] as const)
      await expect(updateApiKey(admin, { id, ranges: [...ranges] })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ message: expect.stringContaining(message) }] },
      });
    expect((await getApiKey(admin, { id })).ranges).toEqual(["10.0.0.0/8"]);
    expect((await updateApiKey(admin, { id, ranges: [] })).ranges).toEqual([]);
  });
});

describe("the limit of a key", () => {
  test("is answered as the limits of the plan are", async () => {
    const { key, id } = await createApiKey(admin, { name: "Slow", scopes, perMinute: 2 });
    const first = await from(key, "192.0.2.1");
    expect(first.headers.get("ratelimit-policy")).toBe('"key";q=2;w=60, "workspace";q=100;w=60');
    expect((await from(key, "192.0.2.1")).status).toBe(200);
    const refused = await from(key, "192.0.2.1");
    expect([refused.status, refused.code]).toEqual([429, "RATE_LIMITED"]);
    expect(refused.message).toContain("This API key may send 2 requests a minute");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await expect.poll(() => calls(id)).toEqual({ used: true });
  });

  test("is at most what the plan lets one key send", async () => {
    const { id } = await createApiKey(admin, { name: "Bounded", scopes });
    expect((await getApiKey(admin, { id })).mostPerMinute).toBe(80);
    for (const perMinute of [81, 0])
      await expect(updateApiKey(admin, { id, perMinute })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: "perMinute" }] },
      });
    await expect(createApiKey(admin, { name: "Greedy", scopes, perMinute: 81 })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect((await getApiKey(admin, { id })).perMinute).toBeNull();
    expect((await updateApiKey(admin, { id, perMinute: 80 })).perMinute).toBe(80);
  });
});

test("a change of limits is told with both states, and a revoked key is not changed", async () => {
  const { id } = await createApiKey(admin, { name: "Told", scopes });
  await updateApiKey(admin, { id, ranges: ["10.1.2.3/8"], perMinute: 7 });
  await updateApiKey(admin, { id, ranges: ["10.0.0.0/8"] });
  const events = await adminQuery("select before, after from events where entity_id = $1 and name = 'apiKey.updated'", [
    id,
  ]);
  expect(events).toEqual([
    { before: { ranges: null, perMinute: null }, after: { ranges: "10.0.0.0/8", perMinute: 7 } },
  ]);
  await revokeApiKey(admin, { id });
  await expect(updateApiKey(admin, { id, ranges: [] })).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await getApiKey(admin, { id })).ranges).toEqual(["10.0.0.0/8"]);
});
