import "@/registry/operations";
import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { signIn, signOut } from "@/modules/platform/identity/auth/operations/sign-in";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { type Ctx, createCtx } from "@/server/context";
import { platformQuery } from "@/server/db/client";
import { toAppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newPerson, requestWithKey, signInAs } from "@/test/identity";
import { listChanges } from "../events/operations/changes";
import { getAuditEntry, listAudit } from "./operations/list";

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => toAppError(error, "").code,
  );
const named = async (name: string) => (await listAudit(owner, { name, limit: 100 })).rows;
const staffAs = (member: TestMember) =>
  createCtx({
    ...owner,
    actor: { type: "staff", staffId: newId(), name: "Ruth", sessionId: null, asMemberId: member.id, readOnly: true },
  });
const deliveriesOf = (name: string) =>
  adminQuery(
    "select 1 from event_deliveries d join events e on (e.tenant_id, e.id) = (d.tenant_id, d.event_id) where e.tenant_id = $1 and e.name = $2",
    [workspace.tenant.id, name],
  );

describe("refused acts", () => {
  test("a mutation without the right is an event with its reason; the account stays as it was", async () => {
    const viewer = await workspace.join("viewer");
    const ctx = await workspace.as(viewer);
    expect(await codeOf(accountOperations.create(ctx, { name: "Not allowed" }))).toBe("FORBIDDEN");
    const [row] = (await named("access.refused")).filter(({ who }) => who.id === viewer.id);
    expect(row).toMatchObject({ refused: true, what: "Refused: create accounts" });
    expect(row?.detail).toBe("The role Viewer does not allow this.");
    const { recorded } = await getAuditEntry(owner, { id: row?.id ?? "" });
    expect(recorded.data).toMatchObject({ permission: "account:create" });
    expect(await owner.db.account.count({ where: { name: "Not allowed" } })).toBe(0);
    expect(await deliveriesOf("access.refused")).toEqual([]);
  });

  test("the refusal of a record that somebody else owns is one too, once", async () => {
    const member = await workspace.join("member");
    const made = await accountOperations.create(owner, { name: "Of the boss" });
    const ctx = await workspace.as(member);
    const change = accountOperations.update(ctx, { id: made.id, version: made.version, name: "Taken" });
    expect(await codeOf(change)).toBe("FORBIDDEN");
    expect((await named("access.refused")).filter(({ who }) => who.id === member.id)).toHaveLength(1);
  });

  test("reading without the right is one for staff only", async () => {
    const viewer = await workspace.join("viewer");
    expect(await codeOf(listAudit(await workspace.as(viewer), {}))).toBe("FORBIDDEN");
    expect((await named("access.refused")).filter(({ who }) => who.id === viewer.id)).toEqual([]);
    expect(await codeOf(listAudit(staffAs(viewer), {}))).toBe("FORBIDDEN");
    const [row] = (await named("access.refused")).filter(({ behalf }) => behalf?.id === viewer.id);
    expect(row?.who).toEqual({ kind: "staff", id: null, name: "Ruth" });
  });

  test("at most sixty a minute of one actor", async () => {
    const viewer = await workspace.join("viewer");
    const ctx = await workspace.as(viewer);
    for (let count = 0; count < 65; count++)
      await codeOf(changeRole(ctx, { id: viewer.id, version: 1, role: "owner" }));
    const [{ n } = { n: 0 }] = await adminQuery<{ n: number }>(
      "select count(*)::int as n from events where tenant_id = $1 and name = 'access.refused' and entity_id = $2",
      [workspace.tenant.id, viewer.id],
    );
    // The minute may end in between.
    expect(n).toBeGreaterThanOrEqual(60);
    expect(n).toBeLessThan(65);
  });
});

test("the first use of a key on a day from an address is an event, and not among the changes of keys", async () => {
  const { key, id } = await createApiKey(owner, { name: "Sync", scopes: ["account:view"] });
  await requestWithKey(key);
  await expect.poll(() => named("apiKey.used")).toHaveLength(1);
  const [row] = await named("apiKey.used");
  expect(row).toMatchObject({
    who: { kind: "key", id, name: "Sync" },
    behalf: { id: boss.id },
    record: { title: "Sync" },
  });
  expect(row?.from.address).toMatch(/^test-/);
  // Another address is another use.
  await requestWithKey(key);
  await expect.poll(() => named("apiKey.used")).toHaveLength(2);
  expect((await listChanges(owner, { entities: ["apiKey"] })).rows.map(({ name }) => name)).toEqual(["apiKey.created"]);
  expect(await deliveriesOf("apiKey.used")).toEqual([]);
});

describe("sign-ins", () => {
  test("each workspace of the person is told of them, no other one, and no timeline", async () => {
    const person = await newPerson();
    const other = await testWorkspace();
    const facts = {
      name: person.name,
      nameKey: person.name.toLowerCase(),
      email: person.email,
      emailKey: person.email,
    };
    const joined = { ...facts, userId: person.userId, role: "member", status: "active" } as const;
    const member = await owner.db.member.create({ data: joined });
    await (await other.role("owner")).db.member.create({ data: joined });
    const token = await signInAs(person);
    const wrong = signIn(anonymous(), { email: person.email, password: "not it at all", device: null });
    expect(await codeOf(wrong)).toBe("UNAUTHENTICATED");
    await signOut(anonymous(), { token });
    const told = await adminQuery<{ tenant_id: string; name: string }>(
      "select tenant_id, name from events where name like 'member.sign%' and data->>'userAgent' = 'test' and entity_id in (select id from members where user_id = $1) order by id",
      [person.userId],
    );
    for (const { id } of [workspace.tenant, other.tenant])
      expect(told.filter((row) => row.tenant_id === id).map(({ name }) => name)).toEqual([
        "member.signedIn",
        "member.signInRefused",
        "member.signedOut",
      ]);
    expect(told).toHaveLength(6);
    const rows = (await listAudit(owner, { entity: "member", recordId: member.id })).rows;
    expect(rows.map(({ what, who }) => [what, who.kind])).toEqual([
      ["Signed out", "member"],
      ["Sign-in refused", "nobody"],
      ["Signed in", "member"],
    ]);
    expect(rows[0]?.from.address).toMatch(/^test-/);
    expect(
      (await listChanges(owner, { entities: ["member"] })).rows.filter(({ entityId }) => entityId === member.id),
    ).toEqual([]);
    expect(await deliveriesOf("member.signedIn")).toEqual([]);
  });

  test("the platform writes nothing else into the log of a workspace", async () => {
    const write = (entity: string, name: string, by: string | null) =>
      platformQuery(
        "forged",
        `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id)
         values (gen_random_uuid(), $1, $2, $3, $4, '{}', $5, '{}', 'forged')`,
        [workspace.tenant.id, name, entity, newId(), by],
      );
    await expect(write("account", "account.created", null)).rejects.toThrow("row-level security");
    await expect(write("member", "member.signedIn", boss.id)).rejects.toThrow("row-level security");
    expect(await adminQuery("select 1 from events where request_id = 'forged'")).toEqual([]);
  });
});
