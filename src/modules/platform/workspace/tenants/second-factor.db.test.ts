import { describe, expect, test } from "vitest";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { changeRole, setGrant } from "@/modules/platform/identity/members/operations/roles";
import { tenantCtx } from "@/server/access";
import { readSessionToken } from "@/server/session-cookie";
import { type TestMember, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { requestIn, requestWithKey } from "@/test/identity";
import { openSession } from "@/test/session";
import { getWorkspace, requireFactor } from "./operations/settings";

async function sessionOf(member: TestMember): Promise<string> {
  return (await readSessionToken((await openSession(member)).value)) ?? "";
}

const sessionSet = (column: string, { userId }: TestMember) =>
  adminQuery(`update sessions set ${column} where user_id = $1`, [userId]);

describe("a workspace that requires a second factor", () => {
  test("refuses sessions without one everywhere, and lets keys and other sessions in", async () => {
    const own = await testWorkspace();
    const [owner, member] = [await own.join("owner"), await own.join("admin")];
    const [ownerToken, memberToken] = [await sessionOf(owner), await sessionOf(member)];
    const { slug } = own.tenant;
    const { key } = await createApiKey(await requestIn(memberToken, slug), {
      name: "Program",
      scopes: ["workspace:view"],
      expiresAt: null,
    });

    await expect(requireFactor(await requestIn(ownerToken, slug), { required: true })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await getWorkspace(await requestIn(ownerToken, slug), {})).requiresFactor).toBe(false);
    await sessionSet("factor_at = now()", owner);
    expect(await requireFactor(await requestIn(ownerToken, slug), { required: true })).toMatchObject({
      requiresFactor: true,
    });
    await expect(requestIn(memberToken, slug)).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "secondFactor" },
    });
    expect((await getWorkspace(await requestWithKey(key), {})).requiresFactor).toBe(true);
    await sessionSet("factor_at = now()", member);
    expect((await requestIn(memberToken, slug)).member?.id).toBe(member.id);
  });

  test("does not refuse strangers in another way than other workspaces", async () => {
    const own = await testWorkspace();
    await adminQuery("update tenants set requires_factor = true where id = $1", [own.tenant.id]);
    const stranger = await (await testWorkspace()).join("owner");
    const credential = { type: "session" as const, token: await sessionOf(stranger) };
    const caller = { credential, requestId: "r", origin: null, address: "a", userAgent: null };
    await expect(tenantCtx({ ...caller, workspace: own.tenant.slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a weighty act in a workspace", () => {
  const asks = { code: "FORBIDDEN", details: { reason: "confirm" } };

  test("asks a session for a fresh proof, and changes nothing without it", async () => {
    const own = await testWorkspace();
    const owner = await own.join("owner");
    const token = await sessionOf(owner);
    const key = { name: "Program", scopes: ["workspace:view"], expiresAt: null } as const;
    for (const stale of ["confirmed_at = null", "confirmed_at = now() - interval '11 minutes'"]) {
      await sessionSet(stale, owner);
      const ctx = await requestIn(token, own.tenant.slug);
      await expect(createApiKey(ctx, { ...key, scopes: [...key.scopes] })).rejects.toMatchObject(asks);
      await expect(requireFactor(ctx, { required: false })).rejects.toMatchObject(asks);
    }
    expect(await adminQuery("select 1 from api_keys where tenant_id = $1", [own.tenant.id])).toEqual([]);
    await sessionSet("confirmed_at = now()", owner);
    await createApiKey(await requestIn(token, own.tenant.slug), { ...key, scopes: [...key.scopes] });
  });

  /** An owner whose session has no fresh proof. */
  async function staleOwner() {
    const own = await testWorkspace();
    const owner = await own.join("owner");
    const token = await sessionOf(owner);
    await sessionSet("confirmed_at = now() - interval '11 minutes'", owner);
    return { own, ctx: await requestIn(token, own.tenant.slug) };
  }
  const standingOf = ({ id }: TestMember) =>
    adminQuery(
      "select role, status, version, (select count(*)::int from member_grants where member_id = m.id) as grants from members m where id = $1",
      [id],
    );

  test("is each change of ownership and of the right over billing", async () => {
    const { own, ctx } = await staleOwner();
    const [other, member] = [await own.join("owner"), await own.join("member")];
    const billing = { id: member.id, permission: "billing:manage", effect: "allow" } as const;
    const before = [await standingOf(other), await standingOf(member)];
    for (const act of [
      () => changeRole(ctx, { id: member.id, version: 1, role: "owner" }),
      () => changeRole(ctx, { id: other.id, version: 1, role: "viewer" }),
      () => removeMember(ctx, { id: other.id, version: 1 }),
      () => setGrant(ctx, billing),
    ])
      await expect(act()).rejects.toMatchObject(asks);
    expect([await standingOf(other), await standingOf(member)]).toEqual(before);

    await setGrant(own.system, billing);
    await expect(setGrant(ctx, { ...billing, effect: null })).rejects.toMatchObject(asks);
    expect(await standingOf(member)).toMatchObject([{ grants: 1 }]);
  });

  test("is no other role, right or removal", async () => {
    const { own, ctx } = await staleOwner();
    const member = await own.join("member");
    await setGrant(ctx, { id: member.id, permission: "record:import", effect: "allow" });
    expect(await changeRole(ctx, { id: member.id, version: 1, role: "manager" })).toMatchObject({ role: "manager" });
    expect(await removeMember(ctx, { id: member.id, version: 2 })).toMatchObject({ id: member.id });
  });
});
