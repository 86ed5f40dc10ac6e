// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { createApiKey, listApiKeys, revokeApiKey } from "@/modules/platform/identity/api-keys/operations";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { changeRole, setGrant } from "@/modules/platform/identity/members/operations/roles";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery, howManyWait } from "./db";
import { fillWorkspace, rowHash } from "./full-workspace";
import { type Held, hold } from "./hold";
import { anonymous, mailedToken, newMail, requestIn, requestOf, requestWithKey, signInAs } from "./identity";
import { sampled } from "./rounds";
import { entityOf, sampleInput } from "./sample-input";
import { deepWithTargets } from "./tiers";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;

let workspace: TestWorkspace;
let owner: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
});

const versionOf = async (id: string) =>
  (await adminQuery<{ version: number }>("select version from members where id = $1", [id]))[0]?.version ?? 0;
const remove = async (ctx: Ctx, { id }: TestMember) => removeMember(ctx, { id, version: await versionOf(id) });
const liveKeys = ({ id }: TestMember) =>
  adminQuery("select name from api_keys where member_id = $1 and revoked_at is null", [id]);

/** Starts acts in this order, each when the earlier ones wait for a held lock; then releases all of them. */
async function inTurn(held: Held, ...acts: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const begun: Promise<unknown>[] = [];
  for (const act of acts) {
    const running = act();
    running.catch(() => undefined);
    begun.push(running);
    await expect.poll(howManyWait).toBe(begun.length);
  }
  await held.release();
  return await Promise.allSettled(begun);
}

const refused = { status: "rejected", reason: { code: "FORBIDDEN" } };
const done = { status: "fulfilled" };

describe("every act that changes who can do or see something", () => {
  const acts = Object.entries(operations as Record<string, AnyOperation>).filter(
    (entry): entry is [string, AnyTenantOperation] =>
      entry[1].realm === "tenant" && (entry[1].changesAccess === true || entry[0] === "upsertMembers"),
  );

  const endings = [
    { what: "removed", sql: "status = 'removed'" },
    { what: "demoted", sql: "role = 'viewer'" },
  ];

  test("says so: members, invitations, teams, keys and visibility", () => {
    const rights = ["member:manage", "team:manage", "apiKey:manage", "support:manage"];
    const expected = Object.entries(operations as Record<string, AnyOperation>)
      .filter(([, { kind, permission }]) => kind === "mutation" && rights.includes(permission))
      .map(([name]) => name);
    const ofWorkspace = ["setVisibility", "showHiddenNames", "requireFactor", "setModule", "tryModule", "chooseSeats"];
    const ofDomains = ["confirmJoinDomain", "removeJoinDomain"];
    const ofOwners = ["askDeletion", "undoDeletion", "transferOwnership"];
    expect(acts.map(([name]) => name).sort()).toEqual([...expected, ...ofWorkspace, ...ofDomains, ...ofOwners].sort());
  });

  let own: TestWorkspace;
  let ids: Record<string, string>;
  // All are refused, so they find it as it was.
  beforeAll(async () => {
    own = await testWorkspace();
    ({ ids } = await fillWorkspace(await own.role("owner"), deepWithTargets()));
  });

  test.each(
    acts.flatMap(([name, operation]) => sampled(endings, name, 1).map((ending) => ({ name, operation, ...ending }))),
  )("$name does nothing for an admin who is $what at this moment", async ({ name, operation, sql }) => {
    const role = operation.permission === "workspace:own" ? "owner" : "admin";
    const admin = await own.join(role);
    const ctx = await own.as(admin);
    const sample = sampleInput(operation, { optional: false, idOf: (field, of) => ids[entityOf(field, of) ?? ""] });
    const given: Record<string, object> = {
      setVisibility: { entity: "account", level: "own" },
      upsertMembers: { dry: false },
    };
    await using row = await hold(`update members set ${sql} where id = '${admin.id}'`);
    const before = await rowHash(own.tenant.id);
    const input = { ...(sample as object), ...given[name] };
    const [result] = await inTurn(row, () => (operation as unknown as Callable)(ctx, input));
    expect(result).toMatchObject(refused);
    await adminQuery("update members set status = 'active', role = $2 where id = $1", [admin.id, role]);
    expect(await rowHash(own.tenant.id)).toBe(before);
  });
});

describe("an API key", () => {
  /** A key is created while its member is removed: in this order, each waiting for the other's transaction. */
  async function raced(order: "key first" | "removal first") {
    const member = await workspace.join("admin");
    const ctx = await workspace.as(member);
    await using row = await hold(`select 1 from members where id = '${member.id}' for update`);
    let key = "";
    const make = async () => {
      key = (await createApiKey(ctx, { name: "Late", scopes: ["account:view", "member:manage"] })).key;
    };
    const end = () => remove(owner, member);
    const results = await inTurn(row, ...(order === "key first" ? [make, end] : [end, make]));
    return { member, key, results: order === "key first" ? results : results.reverse() };
  }

  test("that is made before the removal ends is ended by it", async () => {
    const { member, key, results } = await raced("key first");
    expect(results).toMatchObject([done, done]);
    expect(await liveKeys(member)).toEqual([]);
    await expect(requestWithKey(key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("is not made by a member who is removed before", async () => {
    const { member, results } = await raced("removal first");
    expect(results).toMatchObject([refused, done]);
    expect(await liveKeys(member)).toEqual([]);
  });

  test("of a removed member stays dead when that member is invited again", async () => {
    const email = newMail();
    const [first] = (await inviteMembers(owner, { invitees: [{ email }], role: "admin" })).results;
    const person = { name: "Ada Awake", password: "three unrelated words" };
    await acceptInvitation(anonymous(), { token: await mailedToken(email, "/invitation"), person });
    const id = first?.memberId ?? "";
    const session = await signInAs({ email, password: person.password });
    const { key } = await createApiKey(await requestIn(session, workspace.tenant.slug), {
      name: "Before",
      scopes: ["account:view"],
    });
    await removeMember(owner, { id, version: await versionOf(id) });
    // As a removal that overlapped it once left one valid.
    await adminQuery("update api_keys set revoked_at = null where member_id = $1", [id]);
    await inviteMembers(owner, { invitees: [{ email }], role: "viewer" });
    await acceptInvitation(await requestOf(session), { token: await mailedToken(email, "/invitation") });
    expect((await requestIn(session, workspace.tenant.slug)).member).toMatchObject({ id, role: "viewer" });
    await expect(requestWithKey(key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await listApiKeys(owner, {})).filter((row) => row.member.id === id)).toMatchObject([
      { revokedAt: expect.any(String) },
    ]);
  });

  test("that is revoked at this moment makes no other one", async () => {
    const ctx = await workspace.as(await workspace.join("admin"));
    const first = await createApiKey(ctx, { name: "First", scopes: ["apiKey:manage", "account:view"] });
    const asKey = await requestWithKey(first.key);
    await using row = await hold(`select 1 from api_keys where id = '${first.id}' for update`);
    const results = await inTurn(
      row,
      () => revokeApiKey(owner, { id: first.id }),
      () => createApiKey(asKey, { name: "Second", scopes: ["account:view"] }),
    );
    expect(results).toMatchObject([done, refused]);
    expect((await listApiKeys(owner, {})).map(({ name }) => name)).not.toContain("Second");
  });
});

describe("a follow", () => {
  test("that is made before the removal ends is ended by it", async () => {
    const member = await workspace.join("member");
    const ctx = await workspace.as(member);
    const { id: recordId } = await accountOperations.create(owner, { name: "Followed" });
    await using row = await hold(`select 1 from members where id = '${member.id}' for update`);
    const results = await inTurn(
      row,
      () => setFollow(ctx, { entity: "account", recordId, state: "following" }),
      () => remove(owner, member),
    );
    expect(results).toMatchObject([done, done]);
    expect(await adminQuery("select 1 from record_follows where member_id = $1", [member.id])).toEqual([]);
  });

  test("is not made by a member who is removed at this moment", async () => {
    const member = await workspace.join("member");
    const ctx = await workspace.as(member);
    const { id: recordId } = await accountOperations.create(owner, { name: "Not followed" });
    await using row = await hold(`update members set status = 'removed' where id = '${member.id}'`);
    const [result] = await inTurn(row, () => setFollow(ctx, { entity: "account", recordId, state: "following" }));
    expect(result).toMatchObject(refused);
    expect(await adminQuery("select 1 from record_follows where member_id = $1", [member.id])).toEqual([]);
  });

  test("that a removed member still has does not wake up with the next invitation", async () => {
    const email = newMail();
    const [first] = (await inviteMembers(owner, { invitees: [{ email }], role: "member" })).results;
    const id = first?.memberId ?? "";
    await removeMember(owner, { id, version: await versionOf(id) });
    const { id: accountId } = await accountOperations.create(owner, { name: "Left over" });
    const follow = { memberId: id, entity: "account", recordId: accountId, state: "following" };
    await owner.db.recordFollow.create({ data: follow });
    await inviteMembers(owner, { invitees: [{ email }], role: "viewer" });
    expect(await adminQuery("select 1 from record_follows where member_id = $1", [id])).toEqual([]);
  });
});

describe("rights", () => {
  test("an owner who is unmade at this moment makes no other owner", async () => {
    const second = await workspace.join("owner");
    const friend = await workspace.join("member");
    const asSecond = await workspace.as(second);
    await using row = await hold(`select 1 from members where id = '${second.id}' for update`);
    const results = await inTurn(
      row,
      () => changeRole(owner, { id: second.id, version: 1, role: "admin" }),
      () => changeRole(asSecond, { id: friend.id, version: 1, role: "owner" }),
    );
    expect(results).toMatchObject([done, refused]);
    expect(await adminQuery("select role from members where id = $1", [friend.id])).toEqual([{ role: "member" }]);
  });

  test("of two admins who remove each other one stays", async () => {
    const own = await testWorkspace();
    const [one, two] = [await own.join("admin"), await own.join("admin")];
    const [asOne, asTwo] = [await own.as(one), await own.as(two)];
    await using row = await hold(`select 1 from members where id in ('${one.id}', '${two.id}') for update`);
    const results = await inTurn(
      row,
      () => remove(asOne, two),
      () => remove(asTwo, one),
    );
    expect(results).toMatchObject([done, refused]);
    expect(
      await adminQuery("select id from members where tenant_id = $1 and status = 'active'", [own.tenant.id]),
    ).toEqual([{ id: one.id }]);
  });

  test("nothing is granted to a member who is removed before", async () => {
    const member = await workspace.join("member");
    await using row = await hold(`select 1 from members where id = '${member.id}' for update`);
    const results = await inTurn(
      row,
      () => remove(owner, member),
      () => setGrant(owner, { id: member.id, permission: "record:import", effect: "allow" }),
    );
    expect(results).toMatchObject([done, { status: "rejected", reason: { code: "NOT_FOUND" } }]);
    expect(await adminQuery("select 1 from member_grants where member_id = $1", [member.id])).toEqual([]);
  });

  test("no record is given to a member who is removed at this moment", async () => {
    const member = await workspace.join("member");
    await using row = await hold(`update members set status = 'removed' where id = '${member.id}'`);
    const [result] = await inTurn(row, () => accountOperations.create(owner, { name: "Too late", ownerId: member.id }));
    expect(result).toMatchObject({ status: "rejected", reason: { code: "NOT_FOUND" } });
    expect(await adminQuery("select 1 from accounts where owner_id = $1", [member.id])).toEqual([]);
  });
});
