import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { requestWithKey } from "@/test/identity";
import { changeRole } from "../members/operations/roles";
import { createApiKey, listApiKeys, revokeApiKey } from "./operations";

let workspace: TestWorkspace;
let owner: Ctx;
let maker: TestMember;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
  maker = await workspace.join("admin");
  admin = await workspace.as(maker);
});

describe("an API key", () => {
  test("is shown once, kept as a hash, and acts as its member within its scopes", async () => {
    const made = await createApiKey(admin, { name: "Sync", scopes: ["account:view", "account:create"] });
    expect(made.key).toMatch(/^tl_[\w-]{43}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    expect(JSON.stringify(await listApiKeys(admin, {}))).not.toContain(made.key);
    const planted = await adminQuery<{ hits: string }>(
      "select count(*) hits from (select k::text as held from api_keys k union all select e::text from events e) rows where held like $1",
      [`%${made.key.slice(9)}%`],
    );
    expect(planted).toEqual([{ hits: "0" }]);
    const ctx = await requestWithKey(made.key);
    expect(ctx.actor).toMatchObject({ type: "apiKey", memberId: maker.id });
    expect([ctx.can("account:view"), ctx.can("account:create"), ctx.can("account:edit")]).toEqual([true, true, false]);
  });

  test("cannot hold what its maker lacks, nor make a key that holds more", async () => {
    await expect(createApiKey(admin, { name: "Sly", scopes: ["workspace:own"] })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { fields: [{ path: "scopes" }] },
    });
    const made = await createApiKey(admin, { name: "Keys", scopes: ["apiKey:manage"] });
    await expect(
      createApiKey(await requestWithKey(made.key), { name: "More", scopes: ["account:view"] }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listApiKeys(admin, {})).map((key) => key.name)).not.toContain("More");
    await expect(
      createApiKey(await workspace.role("manager"), { name: "No", scopes: ["account:view"] }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is not made for a time that is over", async () => {
    const expiresAt = new Date(Date.now() - 1000).toISOString();
    await expect(createApiKey(admin, { name: "Late", scopes: ["account:view"], expiresAt })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "expiresAt" }] },
    });
    expect((await listApiKeys(admin, {})).map((key) => key.name)).not.toContain("Late");
  });

  test("ends by revoking, by time and shrinks with its member's role", async () => {
    const made = await createApiKey(admin, { name: "Short", scopes: ["account:view", "account:create"] });
    await changeRole(owner, { id: maker.id, version: 1, role: "viewer" });
    expect((await requestWithKey(made.key)).can("account:create")).toBe(false);
    await changeRole(owner, { id: maker.id, version: 2, role: "admin" });
    await adminQuery("update api_keys set expires_at = now() - interval '1 second' where id = $1", [made.id]);
    await expect(requestWithKey(made.key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const other = await createApiKey(admin, { name: "Other", scopes: ["account:view"] });
    const foreign = await (await testWorkspace()).role("owner");
    await expect(revokeApiKey(foreign, { id: other.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await requestWithKey(other.key)).tenant.id).toBe(workspace.tenant.id);
    expect((await revokeApiKey(admin, { id: other.id })).revokedAt).not.toBeNull();
    await expect(requestWithKey(other.key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await revokeApiKey(admin, { id: other.id });
    const events = await adminQuery(
      "select name from events where entity_id = $1 and name <> 'apiKey.used' order by id",
      [other.id],
    );
    expect(events).toEqual([{ name: "apiKey.created" }, { name: "apiKey.revoked" }]);
  });
});
