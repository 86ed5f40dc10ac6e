// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { groupBy } from "@/lib/group-by";
import { grantable, type Permission, permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { fillWorkspace } from "./full-workspace";
import { sampled } from "./rounds";
import { entityOf, sampleInput } from "./sample-input";
import { triedOperations } from "./tiers";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;

const ofTenants = Object.entries(operations as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
);

let workspace: TestWorkspace;
let owner: TestMember;
let ids: Record<string, string>;
async function newWorkspace(): Promise<void> {
  workspace = await testWorkspace();
  owner = await workspace.join("owner");
  ({ ids } = await fillWorkspace(await workspace.as(owner)));
}
beforeAll(newWorkspace);

async function withScopes(member: TestMember, scopes: Permission[]): Promise<Ctx> {
  const { id } = await createApiKey(await workspace.as(owner), { name: scopes.join(" "), scopes });
  await adminQuery("update api_keys set member_id = $2 where id = $1", [id, member.id]);
  return await workspace.as(member, { scopes, keyId: id });
}

describe("options of pickers", () => {
  test("each permission has an operation that needs it, and the right to be an owner is asked for too", async () => {
    // Whether a view may be shared follows from its scope: `views.db.test.ts` has each case.
    const byScope = ["savedView:share", "savedView:manage"];
    const asked = new Set<string>([...ofTenants.map(([, { permission }]) => permission), ...byScope]);
    expect(permissions.filter((permission) => !asked.has(permission))).toEqual([]);
    expect(grantable.filter((permission) => !permissions.includes(permission))).toEqual([]);
    const { id } = await workspace.join("admin");
    const without = await withScopes(owner, ["member:manage"]);
    await expect(changeRole(without, { id, version: 1, role: "owner" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await adminQuery("select role from members where id = $1", [id])).toEqual([{ role: "admin" }]);
    const both = await withScopes(owner, ["member:manage", "workspace:own"]);
    expect(await changeRole(both, { id, version: 1, role: "owner" })).toMatchObject({ role: "owner" });
  });

  // A key cannot grant another one a right that it lacks itself.
  const needsMore = new Set(["createApiKey", "rotateApiKey"]);
  const offered = ofTenants.filter(([name, { rest }]) => rest && !needsMore.has(name));

  /** In part, three of each permission. */
  const some = [...groupBy(triedOperations(offered, 1), ([, { permission }]) => permission).values()].flatMap((each) =>
    sampled(each, each[0]?.[0] ?? "", 3),
  );

  test.each(some)("a key with the scope of %s alone is let in", async (name, operation) => {
    const ctx = await withScopes(owner, [operation.permission]);
    const sample = sampleInput(operation, { optional: false, idOf: (field, of) => ids[entityOf(field, of) ?? ""] });
    const given: Record<string, object> = { setVisibility: { entity: "account", level: "everyone" } };
    const input = { ...(sample as object), ...given[name] };
    const code = await (operation as unknown as Callable)(ctx, input).then(
      () => "done",
      (error: unknown) => toAppError(error, "reference").code,
    );
    expect(code).not.toBe("FORBIDDEN");
    expect(code).not.toBe("INTERNAL");
  });
});

describe("a key that may create and not edit", () => {
  // The acts above removed stages and records.
  beforeAll(newWorkspace);
  const acts = {
    account: (ctx: Ctx, ownerId?: string | null) => accountOperations.create(ctx, { name: "Sent", ownerId }),
    opportunity: (ctx: Ctx, ownerId?: string | null) =>
      createOpportunity(ctx, { name: "Sent", ownerId, stageId: ids.stage }),
  } as const;

  test.each(["account", "opportunity"] as const)("creates for its member: %s", async (noun) => {
    for (const role of ["admin", "manager", "member"] as const) {
      const member = await workspace.join(role);
      const ctx = await withScopes(member, [`${noun}:create`]);
      expect((await acts[noun](ctx)).owner).toMatchObject({ id: member.id });
      expect((await acts[noun](ctx, member.id)).owner).toMatchObject({ id: member.id });
      for (const other of [owner.id, null])
        await expect(acts[noun](ctx, other)).rejects.toMatchObject({ code: "FORBIDDEN" });
      const table = noun === "account" ? "accounts" : "opportunities";
      const made = await adminQuery(`select owner_id from ${table} where tenant_id = $1 and name = 'Sent'`, [
        workspace.tenant.id,
      ]);
      expect(made.filter((row) => row.owner_id === member.id)).toHaveLength(2);
      expect(made.filter((row) => row.owner_id === owner.id || row.owner_id === null)).toEqual([]);
    }
  });

  test("edits nothing, not even to take it", async () => {
    const member = await workspace.join("member");
    const ctx = await withScopes(member, ["account:create", "account:view"]);
    const { id, version } = await accountOperations.create(ctx, { name: "Mine" });
    await expect(accountOperations.update(ctx, { id, version, ownerId: member.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await adminQuery("select version from accounts where id = $1", [id])).toEqual([{ version: 1 }]);
  });

  test("neither does a viewer's key, whatever its scopes", async () => {
    const ctx = await withScopes(await workspace.join("viewer"), ["account:create"]);
    await expect(accountOperations.create(ctx, { name: "Seen only" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await adminQuery("select 1 from accounts where name = 'Seen only'")).toEqual([]);
  });
});
