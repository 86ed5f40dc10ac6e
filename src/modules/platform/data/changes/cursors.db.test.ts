import "@/registry/register";
import { expect, test, vi } from "vitest";
import type { NounEntity } from "@/lib/nouns/all";
import { permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { signed } from "@/server/crypto";
import { type TestMember, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rest, withKey } from "@/test/tenancy/doors";
import { readCursor, writeCursor } from "./operations/cursor";
import { listRecordChanges } from "./operations/list";
import { horizonOf } from "./operations/read";
import { rightsOf } from "./operations/rights";

async function firm() {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  const begin = async (nouns = "account", by: Ctx = ctx) => (await listRecordChanges(by, { nouns })).nextCursor;
  return { workspace, owner, ctx, begin };
}

const refused = (path: string, words: string) => ({
  code: "VALIDATION",
  details: { fields: [{ path, message: expect.stringContaining(words) }] },
});
const ended = (reason: string) => ({ code: "CURSOR_EXPIRED", details: { reason } });

test("a cursor that is cut, changed or forged is refused", async () => {
  const { ctx, begin } = await firm();
  const cursor = await begin();
  const [body = "", signature = ""] = cursor.split(".");
  const moved = Buffer.from(Buffer.from(body, "base64url").toString().replace("account", "contact"));
  const forged = [
    "",
    "x",
    cursor.slice(0, -1),
    cursor.slice(1),
    body,
    `${cursor}.${signature}`,
    `${moved.toString("base64url")}.${signature}`,
    signed("mail", Buffer.from(body, "base64url").toString()),
  ];
  for (const text of forged)
    await expect(listRecordChanges(ctx, { cursor: text }), text).rejects.toMatchObject(refused("cursor", "not whole"));
  expect((await listRecordChanges(ctx, { cursor })).nouns).toEqual(["account"]);
});

test("a cursor of another workspace or of other kinds of record is refused", async () => {
  const [one, other] = [await firm(), await firm()];
  const cursor = await one.begin();
  await expect(listRecordChanges(other.ctx, { cursor })).rejects.toMatchObject(refused("cursor", "another workspace"));
  for (const nouns of ["contact", "account,contact"])
    await expect(listRecordChanges(one.ctx, { cursor, nouns })).rejects.toMatchObject(refused("cursor", "other kinds"));
  const { nextCursor: all } = await listRecordChanges(one.ctx, {});
  await expect(listRecordChanges(one.ctx, { cursor: all, nouns: "account" })).rejects.toMatchObject(
    refused("cursor", "other kinds"),
  );
  await expect(listRecordChanges(one.ctx, { nouns: "account,rocket" })).rejects.toMatchObject(
    refused("nouns", "rocket"),
  );
});

test("a cursor of a deleted key is refused with the key; another key with the same rights goes on from it", async () => {
  const { workspace, owner } = await firm();
  const scopes = ["workspace:view", "account:view"];
  const [first, second] = [
    await withKey(workspace.tenant.id, owner, scopes),
    await withKey(workspace.tenant.id, owner, scopes),
  ];
  const less = await withKey(workspace.tenant.id, owner, ["workspace:view"]);
  const begun = await rest("GET", "/changes/account", first);
  const cursor = String((begun.body.meta as { nextCursor: string }).nextCursor);
  const at = `/changes/account?cursor=${cursor}`;
  expect((await rest("GET", at, first)).status).toBe(200);
  const prefix = first.authorization?.slice("Bearer ".length, "Bearer ".length + 9);
  await adminQuery("update api_keys set revoked_at = now() where prefix = $1", [prefix]);
  expect(await rest("GET", at, first)).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
  expect((await rest("GET", at, second)).status).toBe(200);
  expect(await rest("GET", at, less)).toMatchObject({
    status: 410,
    code: "CURSOR_EXPIRED",
    details: { reason: "rights" },
  });
  expect(await rest("GET", "/changes/account", less)).toMatchObject({ status: 403, code: "FORBIDDEN" });
});

test("a cursor ends when rights, hidden fields, visibility or the role of its reader change, and comes back with them", async () => {
  const { workspace, begin, ctx } = await firm();
  const bo = await workspace.join("member");
  const as = (more: object = {}, member: TestMember = bo) => workspace.as(member, more);
  const cursor = await begin("account", await as());
  const changed = [
    await as({ grants: [{ permission: "account:view", effect: "deny" }] }),
    await as({ visibility: { account: "own" } }),
    await as({ hiddenFields: { account: ["phone"] } }),
    await as({ scopes: permissions.filter((name) => name !== "account:edit") }),
    await as({}, { ...bo, role: "viewer" }),
    await as({}, await workspace.join("member")),
    ctx,
  ];
  for (const reader of changed)
    await expect(listRecordChanges(reader, { cursor })).rejects.toMatchObject(ended("rights"));
  const unconcerned = await as({ visibility: { opportunity: "own" }, hiddenFields: {} });
  for (const reader of [await as(), await as({ scopes: [...permissions] }), unconcerned])
    expect((await listRecordChanges(reader, { cursor })).nouns).toEqual(["account"]);
});

test("each fact of what a reader sees, alone, makes another digest of its rights", async () => {
  const { workspace, owner } = await firm();
  const [member, viewer] = [await workspace.join("member"), await workspace.join("viewer")];
  const boss = await workspace.as(owner);
  const asAdmin: Ctx = { ...boss, member: { ...owner, role: "admin" } };
  const plain = await workspace.as(member);
  const team = await workspace.as(member, { visibility: { contact: "team" } });
  const withPeers = (more: Partial<Ctx["peers"]>): Ctx => ({ ...team, peers: { ...team.peers, ...more } });
  // To a viewer these say "nothing" with the module and without it.
  const own = await workspace.as(viewer, { visibility: { project: "own" } });
  const has: Ctx["entitlements"]["has"] = (key) => key !== "pmo" && own.entitlements.has(key);
  const without: Ctx = { ...own, entitlements: { ...own.entitlements, has } };
  const facts: [string, NounEntity, Ctx, Ctx][] = [
    ["role", "account", boss, asAdmin],
    ["members whose records it sees", "contact", team, withPeers({ sees: [owner.id] })],
    ["members whose records it edits", "contact", team, withPeers({ edits: [owner.id] })],
    ["kinds that records name", "contact", plain, await workspace.as(member, { visibility: { account: "own" } })],
    ["kinds that link to records", "account", plain, await workspace.as(member, { visibility: { activity: "own" } })],
    ["modules behind the kinds", "activity", own, without],
  ];
  for (const [fact, entity, one, other] of facts)
    expect(rightsOf(other, [entity]), fact).not.toBe(rightsOf(one, [entity]));
  expect(rightsOf(plain, ["contact"]), "kinds").not.toBe(rightsOf(plain, ["account", "contact"]));
  expect(rightsOf({ ...plain, peers: withPeers({ sees: [owner.id] }).peers }, ["contact"])).toBe(
    rightsOf(plain, ["contact"]),
  );
});

test("a cursor ends 30 days after its reader had read everything, however often it asks for a part", async () => {
  const { ctx, begin } = await firm();
  const first = await begin();
  for (const name of ["Four", "Five"]) await accountOperations.create(ctx, { name });
  const day = 24 * 60 * 60 * 1_000;
  const read = async (cursor: string, days: number) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * day });
    try {
      return await listRecordChanges(ctx, { cursor, limit: 1 });
    } finally {
      vi.useRealTimers();
    }
  };
  const whole = async () => (await listRecordChanges(ctx, { cursor: first })).rows.length;
  await expect.poll(whole).toBe(2);
  const part = await read(first, 29);
  expect(part).toMatchObject({ rows: [{ change: "changed" }], more: true });
  for (const cursor of [first, part.nextCursor]) await expect(read(cursor, 31)).rejects.toMatchObject(ended("age"));
  const rest = await read(part.nextCursor, 29);
  expect(rest).toMatchObject({ rows: [{ change: "changed" }], more: false });
  expect((await read(rest.nextCursor, 58)).rows).toEqual([]);
});

test("a cursor ends when the data were restored: another database counts, or counts anew", async () => {
  const { ctx, begin, workspace } = await firm();
  const cursor = readCursor(await begin(), { tenantId: workspace.tenant.id, nouns: null });
  const later = {
    ...cursor,
    place: { ...cursor.place, changedIn: String(BigInt(cursor.place.changedIn) + 10_000_000n) },
  };
  for (const other of [{ ...cursor, database: "1:1" }, later])
    await expect(listRecordChanges(ctx, { cursor: writeCursor(other) })).rejects.toMatchObject(ended("restored"));
});

test("a cursor names the server, its history and the table of exits", async () => {
  const { ctx } = await firm();
  const [now] = await adminQuery<{ database: string }>(
    `select concat_ws(':', s.system_identifier, c.timeline_id, 'public.record_exits'::regclass::oid) as database
     from pg_control_system() s, pg_control_checkpoint() c`,
  );
  expect((await horizonOf(ctx)).database).toBe(now?.database);
});

test("a clock that went back ends no cursor and hides no change", async () => {
  const { ctx, begin } = await firm();
  const before = await accountOperations.create(ctx, { name: "Before" });
  const cursor = await begin();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 2 * 60 * 60 * 1_000 });
  try {
    const { id, updatedAt } = await accountOperations.create(ctx, { name: "Earlier by the clock" });
    expect(updatedAt < before.updatedAt).toBe(true);
    const found = async () => (await listRecordChanges(ctx, { cursor })).rows.map((row) => row.id);
    await expect.poll(found).toContain(id);
  } finally {
    vi.useRealTimers();
  }
});

test("records of a module that is off are left out, and their cursors end", async () => {
  const { ctx, begin, workspace } = await firm();
  const [mixed, account] = [await begin("account,task"), await begin("account")];
  await ctx.db.tenantModule.create({ data: { module: "pmo", enabled: false } });
  const key = await withKey(workspace.tenant.id, { id: ctx.member?.id ?? "" }, [...permissions]);
  const answer = await rest("GET", "/changes?nouns=account,task", key);
  expect(answer.body.meta).toMatchObject({ nouns: ["account"] });
  expect(await rest("GET", `/changes?cursor=${mixed}`, key)).toMatchObject({
    status: 410,
    details: { reason: "rights" },
  });
  expect((await rest("GET", `/changes?cursor=${account}`, key)).status).toBe(200);
  const none = await rest("GET", "/changes/task", key);
  const { nextCursor } = none.body.meta as { nextCursor: string };
  expect(await rest("GET", `/changes/task?cursor=${nextCursor}`, key)).toMatchObject({
    status: 200,
    body: { data: [], meta: { nouns: [], more: false } },
  });
});
