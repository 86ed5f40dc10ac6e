import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { noteKeyDay } from "@/server/key-days";
import { writeKeyRefusals } from "@/server/key-refusals";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { requestWithKey } from "@/test/identity";
import { codeOf } from "@/test/support/site";
import { call, rest } from "@/test/tenancy/doors";
import { createApiKey, revokeApiKey } from "../operations";
import { rotateApiKey } from "../rotation/operations/rotate";
import { forgetKeyLog } from "./jobs";
import { forgetRefusals, forgetUses } from "./operations/forget";
import { listApiKeyRefusals, listApiKeyUses } from "./operations/read";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const scopes = ["workspace:view" as const];
const withSecret = (key: string, address = "192.0.2.7") => ({
  authorization: `Bearer ${key}`,
  "x-forwarded-for": address,
});
async function refusals(id: string) {
  await writeKeyRefusals();
  return await listApiKeyRefusals(admin, { id });
}

describe("the refusals of a key", () => {
  test("are on its page with code, request and request id, whatever refused them", async () => {
    const { key, id } = await createApiKey(admin, { name: "Wrong", scopes, ranges: ["192.0.2.0/24"] });
    const answers = [
      await rest("GET", "/tags?limit=1&nothing=secret", withSecret(key)),
      await rest("GET", "/accounts", withSecret(key)),
      await rest("GET", "/nowhere", withSecret(key)),
      await rest("GET", "/tags", withSecret(key, "198.51.100.1")),
      await call("query", "apiKeys.list", withSecret(key), {}),
    ];
    expect((await rest("GET", "/tags", withSecret(key))).status).toBe(200);
    const rows = await refusals(id);
    const ids = answers.map(({ headers }) => headers.get("x-request-id"));
    expect(rows.map(({ requestId }) => requestId)).toEqual(ids.toReversed());
    expect(rows.map(({ code, reason, method, path, address }) => [code, reason, method, path, address])).toEqual([
      ["FORBIDDEN", null, "GET", "/api/trpc/apiKeys.list", "192.0.2.7"],
      ["FORBIDDEN", "address", "GET", "/api/v1/tags", "198.51.100.1"],
      ["NOT_FOUND", null, "GET", "/api/v1/nowhere", "192.0.2.7"],
      ["FORBIDDEN", null, "GET", "/api/v1/accounts", "192.0.2.7"],
      ["VALIDATION", null, "GET", "/api/v1/tags", "192.0.2.7"],
    ]);
  });

  test("name no part of an address that may be a secret or a person", async () => {
    const { key, id } = await createApiKey(admin, { name: "Wrong place", scopes });
    const account = crypto.randomUUID();
    for (const part of [key, "anna%40firm.example", "41791234567", "secret".repeat(7), account])
      await rest("GET", `/accounts/${part}/nowhere`, withSecret(key));
    expect((await refusals(id)).map(({ path }) => path)).toEqual([
      `/api/v1/accounts/${account}/nowhere`,
      ...Array.from({ length: 4 }, () => "/api/v1/accounts/*/nowhere"),
    ]);
  });

  test("name the beginning of a long address", async () => {
    const { key, id } = await createApiKey(admin, { name: "Long", scopes });
    const path = `/nowhere${"/part".repeat(80)}`;
    await rest("GET", path, withSecret(key));
    expect((await refusals(id)).map((one) => one.path)).toEqual([`/api/v1${path}`.slice(0, 300)]);
  });

  test("go on after it has ended, for its old secret too", async () => {
    const { key, id } = await createApiKey(admin, { name: "Ended", scopes });
    const { key: renewed } = await rotateApiKey(admin, { id, overlapHours: 0 });
    expect((await rest("GET", "/tags", withSecret(key))).status).toBe(401);
    await revokeApiKey(admin, { id });
    expect((await rest("POST", "/tags", withSecret(renewed), {})).status).toBe(401);
    expect((await refusals(id)).map(({ code, method }) => `${method} ${code}`)).toEqual([
      "POST UNAUTHENTICATED",
      "GET UNAUTHENTICATED",
    ]);
  });

  test("are the last hundred, also of several writings", async () => {
    const { key, id } = await createApiKey(admin, { name: "Busy", scopes });
    const send = async (from: number, until: number) => {
      for (let nth = from; nth < until; nth++) await rest("GET", `/nowhere/${nth}`, withSecret(key));
    };
    await send(0, 30);
    expect(await refusals(id)).toHaveLength(30);
    await send(30, 140);
    const rows = await refusals(id);
    expect(rows.map(({ path }) => Number(path.split("/").at(-1)))).toEqual(
      Array.from({ length: 100 }, (_, at) => 139 - at),
    );
    expect(await adminQuery("select count(*)::int as n from api_key_refusals where key_id = $1", [id])).toEqual([
      { n: 100 },
    ]);
  });

  test("of keys that nobody has are written nowhere, and of other workspaces are not shown", async () => {
    const { key, id } = await createApiKey(admin, { name: "Apart", scopes });
    await rest("GET", "/nowhere", withSecret("tl_made-up"));
    await rest("GET", "/nowhere", withSecret(key));
    expect(await refusals(id)).toHaveLength(1);
    const foreign = await (await testWorkspace()).role("owner");
    expect(await codeOf(listApiKeyRefusals(foreign, { id }))).toBe("NOT_FOUND");
    expect(await codeOf(listApiKeyUses(foreign, { id }))).toBe("NOT_FOUND");
    expect(await codeOf(listApiKeyRefusals(await workspace.role("manager"), { id }))).toBe("FORBIDDEN");
  });
});

describe("the use of a key", () => {
  const uses = async (id: string) => (await listApiKeyUses(admin, { id })).map(({ address }) => address);

  test("is kept by day and address", async () => {
    const { key, id } = await createApiKey(admin, { name: "Used", scopes });
    await requestWithKey(key);
    await rest("GET", "/tags", withSecret(key, "::ffff:192.0.2.9"));
    await rest("GET", "/tags", withSecret(key, "192.0.2.9"));
    await expect.poll(() => uses(id)).toHaveLength(2);
    const [line] = await listApiKeyUses(admin, { id });
    expect(line?.address).toBe("192.0.2.9");
    expect(Date.now() - Date.parse(line?.lastUsedAt ?? "")).toBeLessThan(60_000);
  });

  test("from more than twenty addresses of a day has one line for the others", async () => {
    const { id } = await createApiKey(admin, { name: "Spread", scopes });
    for (let nth = 0; nth < 25; nth++) await noteKeyDay(admin.tenant, id, `192.0.2.${nth}`);
    const lines = await uses(id);
    expect(lines).toHaveLength(21);
    expect(lines.filter((address) => address === null)).toHaveLength(1);
  });
});

test("old uses and refusals are deleted at night, and new ones are kept", async () => {
  const { key, id } = await createApiKey(admin, { name: "Old", scopes });
  await rest("GET", "/nowhere", withSecret(key));
  await noteKeyDay(admin.tenant, id, "192.0.2.1");
  await writeKeyRefusals();
  const night = new Date(Date.now() + 2 * 86_400_000);
  night.setUTCHours(20, 0, 0, 0);
  expect((await forgetKeyLog.due?.(admin, night))?.slots).toEqual([]);
  await adminQuery(
    `insert into api_key_days (tenant_id, key_id, day, address, at)
     select tenant_id, key_id, day - 95, address, at from api_key_days where key_id = $1`,
    [id],
  );
  await adminQuery(
    `insert into api_key_refusals
     select gen_random_uuid(), tenant_id, key_id, at - interval '33 days', code, reason, method, path, address, request_id
     from api_key_refusals where key_id = $1`,
    [id],
  );
  expect((await forgetKeyLog.due?.(admin, night))?.slots).toHaveLength(1);
  expect([await forgetUses(admin, night), await forgetRefusals(admin, night)]).toEqual([1, 1]);
  expect([await forgetUses(admin, night), await forgetRefusals(admin, night)]).toEqual([0, 0]);
  expect((await forgetKeyLog.due?.(admin, night))?.slots).toEqual([]);
  expect([(await refusals(id)).length, (await listApiKeyUses(admin, { id })).length]).toEqual([1, 1]);
});
