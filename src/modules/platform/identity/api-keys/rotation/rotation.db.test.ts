import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { requestWithKey } from "@/test/identity";
import { codeOf } from "@/test/support/site";
import { rest } from "@/test/tenancy/doors";
import { createApiKey, getApiKey, revokeApiKey } from "../operations";
import { rotateApiKey } from "./operations/rotate";

let workspace: TestWorkspace;
let maker: TestMember;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  maker = await workspace.join("admin");
  admin = await workspace.as(maker);
});

const scopes = ["workspace:view" as const];
const works = (key: string) =>
  requestWithKey(key).then(
    () => true,
    ({ code }: { code: string }) => code,
  );
const hashes = async (id: string) =>
  await adminQuery("select key_hash, previous_hash from api_keys where id = $1", [id]);

describe("a rotation", () => {
  test("gives a new secret, while the one before works for the chosen time and no longer", async () => {
    const made = await createApiKey(admin, { name: "Sync", scopes });
    const now = await rotateApiKey(admin, { id: made.id, overlapHours: 24 });
    expect([now.id, now.prefix, now.previous?.prefix]).toEqual([made.id, now.key.slice(0, 9), made.prefix]);
    const hours = (Date.parse(now.previous?.until ?? "") - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    expect([await works(made.key), await works(now.key)]).toEqual([true, true]);
    await adminQuery("update api_keys set previous_until = now() - interval '1 second' where id = $1", [made.id]);
    expect([await works(made.key), await works(now.key)]).toEqual(["UNAUTHENTICATED", true]);
    expect((await getApiKey(admin, { id: made.id })).previous).toBeNull();
  });

  test("without overlap ends the secret before at once, and a second one that of the first", async () => {
    const made = await createApiKey(admin, { name: "Twice", scopes });
    const first = await rotateApiKey(admin, { id: made.id, overlapHours: 0 });
    expect([await works(made.key), await works(first.key)]).toEqual(["UNAUTHENTICATED", true]);
    const second = await rotateApiKey(admin, { id: made.id, overlapHours: 168 });
    const third = await rotateApiKey(admin, { id: made.id, overlapHours: 1 });
    expect(await Promise.all([first, second, third].map(({ key }) => works(key)))).toEqual([
      "UNAUTHENTICATED",
      true,
      true,
    ]);
    await revokeApiKey(admin, { id: made.id });
    expect([await works(second.key), await works(third.key)]).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
    expect((await getApiKey(admin, { id: made.id })).previous).toBeNull();
  });

  test("is told without any secret, and both secrets end with the key", async () => {
    const made = await createApiKey(admin, { name: "Told", scopes });
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const now = await rotateApiKey(admin, { id: made.id, overlapHours: 24, expiresAt });
    expect(now.expiresAt).toBe(expiresAt);
    const events = await adminQuery<{ data: object; before: object; after: object }>(
      "select data, before, after from events where entity_id = $1 and name = 'apiKey.rotated'",
      [made.id],
    );
    expect(events).toMatchObject([
      { data: { prefix: now.prefix, previousPrefix: made.prefix }, before: { expiresAt: null }, after: { expiresAt } },
    ]);
    for (const { key } of [made, now]) {
      const held = await adminQuery(
        "select 1 from (select k::text as held from api_keys k union all select e::text from events e) rows where held like $1",
        [`%${key.slice(9)}%`],
      );
      expect(held).toEqual([]);
    }
    await adminQuery("update api_keys set expires_at = now() - interval '1 second' where id = $1", [made.id]);
    expect([await works(made.key), await works(now.key)]).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
    expect(await codeOf(rotateApiKey(admin, { id: made.id, overlapHours: 0 }))).toBe("CONFLICT");
  });

  test("is only for the member of the key, whose rights the secret gives", async () => {
    const owner = await workspace.role("owner");
    const made = await createApiKey(owner, { name: "Of the owner", scopes: ["workspace:own"] });
    const before = await hashes(made.id);
    await expect(rotateApiKey(admin, { id: made.id, overlapHours: 24 })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("You can revoke it"),
    });
    const foreign = await (await testWorkspace()).role("owner");
    expect(await codeOf(rotateApiKey(foreign, { id: made.id, overlapHours: 24 }))).toBe("NOT_FOUND");
    expect(await hashes(made.id)).toEqual(before);
  });

  test("by a program gives it no key with more rights than its own", async () => {
    const small = await createApiKey(admin, { name: "Small", scopes: ["apiKey:manage"] });
    const large = await createApiKey(admin, { name: "Large", scopes: ["account:delete"] });
    const before = await hashes(large.id);
    const headers = { authorization: `Bearer ${small.key}` };
    const refused = await rest("POST", `/api-keys/${large.id}/rotate`, headers, { overlapHours: 24 });
    expect([refused.status, refused.message]).toEqual([403, expect.stringContaining("not account:delete")]);
    expect(await hashes(large.id)).toEqual(before);
    const own = await rest("POST", `/api-keys/${small.id}/rotate`, headers, { overlapHours: 0 });
    expect(own.status).toBe(200);
    expect(await works(small.key)).toBe("UNAUTHENTICATED");
  });

  test("has one of four overlaps, and a future end", async () => {
    const made = await createApiKey(admin, { name: "Odd", scopes });
    const before = await hashes(made.id);
    const late = new Date(Date.now() - 1000).toISOString();
    for (const wrong of [{ overlapHours: 2 as never }, { overlapHours: 0 as const, expiresAt: late }])
      expect(await codeOf(rotateApiKey(admin, { id: made.id, ...wrong }))).toBe("VALIDATION");
    await revokeApiKey(admin, { id: made.id });
    expect(await codeOf(rotateApiKey(admin, { id: made.id, overlapHours: 0 }))).toBe("CONFLICT");
    expect(await hashes(made.id)).toEqual(before);
  });
});

test("two rotations at the same time leave the later secret and that of the other one", async () => {
  const made = await createApiKey(admin, { name: "Both", scopes });
  const both = await Promise.all([1, 2].map(() => rotateApiKey(admin, { id: made.id, overlapHours: 1 })));
  expect(await Promise.all(both.map(({ key }) => works(key)))).toEqual([true, true]);
  expect(await works(made.key)).toBe("UNAUTHENTICATED");
});
