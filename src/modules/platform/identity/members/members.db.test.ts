import { beforeAll, describe, expect, test } from "vitest";
import type { Permission } from "@/lib/roles";
import { getWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { createPlaceholder, removeMember, updateMember } from "./operations/lifecycle";
import { countMembers, getMember, listMembers, pickMembers } from "./operations/list";
import { changeRole, listGrants, setGrant } from "./operations/roles";

let workspace: TestWorkspace;
let owner: TestMember;
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.join("owner");
});

const stored = async (id: string) =>
  (await adminQuery("select name, email, role, status, version from members where id = $1", [id]))[0];

describe("roles", () => {
  test("a change holds at the next request and is written down with both values", async () => {
    const ctx = await workspace.as(owner);
    const member = await workspace.join("member");
    const changed = await changeRole(ctx, { id: member.id, version: 1, role: "manager" });
    expect(changed).toMatchObject({ role: "manager", version: 2 });
    const [event] = await adminQuery(
      "select name, before, after, actor_member_id from events where entity_id = $1 order by id desc limit 1",
      [member.id],
    );
    expect(event).toEqual({
      name: "member.roleChanged",
      before: { role: "member" },
      after: { role: "manager" },
      actor_member_id: owner.id,
    });
  });

  test("an admin neither makes nor unmakes owners, and is told who can", async () => {
    const own = await testWorkspace();
    const chief = await own.join("owner");
    const second = await own.join("owner");
    const member = await own.join("member");
    const admin = await own.role("admin");
    const named = new RegExp(`Ask .*${chief.name}`);
    for (const input of [
      { id: member.id, version: 1, role: "owner" as const },
      { id: second.id, version: 1, role: "member" as const },
    ]) {
      const before = await stored(input.id);
      await expect(changeRole(admin, input)).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: expect.stringMatching(named),
      });
      expect(await stored(input.id)).toEqual(before);
    }
    await expect(removeMember(admin, { id: second.id, version: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await stored(second.id)).toMatchObject({ role: "owner", status: "active" });
  });

  // More than once: the first time, one of two may wait for its connection and miss the conflict.
  test.each([1, 2, 3])("the last owner stays, also when two leave at the same moment (%i)", async () => {
    const own = await testWorkspace();
    const [one, two] = [await own.join("owner"), await own.join("owner")];
    const [asOne, asTwo] = [await own.as(one), await own.as(two)];
    const results = await Promise.allSettled([
      changeRole(asOne, { id: one.id, version: 1, role: "admin" }),
      removeMember(asTwo, { id: two.id, version: 1 }),
    ]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const owners = await adminQuery<{ id: string }>(
      "select id from members where tenant_id = $1 and role = 'owner' and status = 'active'",
      [own.tenant.id],
    );
    expect(owners).toHaveLength(1);
    const last = owners[0]?.id === one.id ? asOne : asTwo;
    const id = owners[0]?.id ?? "";
    await expect(removeMember(last, { id, version: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(changeRole(last, { id, version: 1, role: "viewer" })).rejects.toThrow("only owner");
    expect(await stored(id)).toMatchObject({ role: "owner", status: "active", version: 1 });
  });

  test("a stale version of the same field is a CONFLICT with the present state", async () => {
    const ctx = await workspace.as(owner);
    const member = await workspace.join("member");
    await changeRole(ctx, { id: member.id, version: 1, role: "viewer" });
    await expect(changeRole(ctx, { id: member.id, version: 1, role: "admin" })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { role: "viewer" } },
    });
    await expect(removeMember(ctx, { id: member.id, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { role: "viewer" } },
    });
    expect(await stored(member.id)).toMatchObject({ role: "viewer", status: "active", version: 2 });
  });
});

describe("removal", () => {
  test("keeps the row, ends its keys and takes it out of pickers and of every choice", async () => {
    const ctx = await workspace.as(owner);
    const member = await workspace.join("member");
    await adminQuery(
      "insert into api_keys (id, tenant_id, member_id, name, prefix, key_hash, scopes) values (gen_random_uuid(), $1, $2, 'k', 'tl_', gen_random_uuid()::text, '{}')",
      [workspace.tenant.id, member.id],
    );
    expect(await removeMember(ctx, { id: member.id, version: 1 })).toEqual({ id: member.id, keysRevoked: 1 });
    expect(await stored(member.id)).toMatchObject({ name: member.name, status: "removed" });
    const names = async () => [
      ...(await pickMembers(ctx, { q: member.name })).map((row) => row.name),
      ...(await listMembers(ctx, { q: member.name })).rows.map((row) => row.name),
    ];
    expect(await names()).toEqual([]);
    expect(await getMember(ctx, { id: member.id })).toMatchObject({ status: "removed" });
    await expect(changeRole(ctx, { id: member.id, version: 2, role: "admin" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await stored(member.id)).toMatchObject({ role: "member", version: 2 });
  });
});

describe("placeholders", () => {
  test("are listed, counted, picked and renamed; others change their name themselves", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const made = await createPlaceholder(ctx, { name: "Darcel Schlecht", email: "darcel@firm.example" });
    expect(made).toMatchObject({ status: "placeholder", role: "member", email: "darcel@firm.example" });
    expect(await countMembers(ctx, {})).toEqual({ active: 1, invited: 0, placeholder: 1 });
    expect((await pickMembers(ctx, {})).map((row) => [row.status, row.isMe])).toEqual([
      ["active", true],
      ["placeholder", false],
    ]);
    const renamed = await updateMember(ctx, { id: made.id, version: 1, name: "Darcel S." });
    expect(renamed).toMatchObject({ name: "Darcel S.", version: 2 });
    await expect(createPlaceholder(ctx, { name: "Twin", email: "DARCEL@firm.example" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "email", message: "DARCEL@firm.example belongs to Darcel S.." }] },
    });
    const other = await createPlaceholder(ctx, { name: "Other" });
    await expect(updateMember(ctx, { id: other.id, version: 1, email: "Darcel@Firm.example" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "email" }] },
    });
    expect(await stored(other.id)).toMatchObject({ email: null, version: 1 });
    const me = ctx.member?.id ?? "";
    await expect(updateMember(ctx, { id: me, version: 1, name: "Someone else" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await stored(me)).toMatchObject({ name: ctx.member?.name, version: 1 });
  });
});

describe("grants", () => {
  test("add a grantable permission, take any other away, and bind at the next request", async () => {
    const ctx = await workspace.as(owner);
    const member = await workspace.join("member");
    const granted = await setGrant(ctx, { id: member.id, permission: "record:import", effect: "allow" });
    expect(granted).toEqual([{ permission: "record:import", effect: "allow" }]);
    await setGrant(ctx, { id: member.id, permission: "account:create", effect: "deny" });
    const next = await workspace.as(member, { grants: await listGrants(ctx, { id: member.id }) });
    expect([next.can("record:import"), next.can("account:create")]).toEqual([true, false]);
    const reaches = (await getWorkspace(next, {})).permissions;
    expect(reaches).toContainEqual({ permission: "record:import", reach: "own" });
    expect(reaches.map((entry) => entry.permission)).not.toContain("account:create");
    expect(await setGrant(ctx, { id: member.id, permission: "account:create", effect: null })).toEqual(granted);
    for (const permission of ["member:manage", "nothing:known"] as Permission[])
      await expect(setGrant(ctx, { id: member.id, permission, effect: "allow" })).rejects.toMatchObject({
        code: "VALIDATION",
      });
    await expect(setGrant(ctx, { id: owner.id, permission: "member:manage", effect: "deny" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await listGrants(ctx, { id: member.id })).toEqual(granted);
  });

  test("do not bind an owner: what was denied before sleeps", async () => {
    const ctx = await workspace.as(owner);
    const member = await workspace.join("member");
    await setGrant(ctx, { id: member.id, permission: "account:edit", effect: "deny" });
    const grants = await listGrants(ctx, { id: member.id });
    await changeRole(ctx, { id: member.id, version: 1, role: "owner" });
    expect((await workspace.as({ ...member, role: "owner" }, { grants })).reach("account:edit")).toBe("any");
    expect((await workspace.as({ ...member, role: "admin" }, { grants })).reach("account:edit")).toBe("none");
  });
});

describe("rights", () => {
  test("members see members and change none; another workspace's do not exist", async () => {
    const plain = await workspace.role("manager");
    expect((await listMembers(plain, {})).rows.length).toBeGreaterThan(1);
    const target = await workspace.join("viewer");
    const before = await stored(target.id);
    await expect(removeMember(plain, { id: target.id, version: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const foreign = await (await testWorkspace()).role("owner");
    await expect(removeMember(foreign, { id: target.id, version: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(changeRole(foreign, { id: target.id, version: 1, role: "admin" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(getMember(foreign, { id: target.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await stored(target.id)).toEqual(before);
  });
});
