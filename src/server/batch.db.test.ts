// @module-tag once

import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Permission, permissions } from "@/lib/roles";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { operations } from "@/registry/operations";
import { atOnce } from "@/test/at-once";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { expectDeclared } from "@/test/tenancy/declared-answers";
import { type Answer, rest, signedIn, withKey } from "@/test/tenancy/doors";
import type { BatchAnswer, BatchWrite } from "./batch";
import { isRepeatable } from "./idempotency";
import type { AnyOperation } from "./operation";
import { createRest } from "./rest";

let workspace: TestWorkspace;
let owner: TestMember;
let headers: Record<string, string>;
beforeAll(async () => {
  workspace = await testWorkspace();
  owner = await workspace.join("owner");
  headers = await withKey(workspace.tenant.id, owner, [...permissions]);
});

const ctx = async () => await workspace.as(owner);
const send = (requests: unknown, as = headers) => rest("POST", "/batch", as, { requests });

/** The answers of a batch, each as the document has it for its request. */
async function answers(requests: BatchWrite[], as = headers): Promise<BatchAnswer[]> {
  const { status, body } = await send(requests, as);
  expect(status, JSON.stringify(body)).toBe(200);
  const data = body.data as BatchAnswer[];
  for (const [place, one] of data.entries()) {
    const { method = "", path = "" } = requests[place] ?? {};
    expectDeclared(method, path, one.status, (one.body.error as { code: string } | undefined)?.code);
  }
  return data;
}
const statuses = (given: readonly BatchAnswer[]) => given.map(({ status }) => status);
const creating = (name: string): BatchWrite => ({ method: "POST", path: "/accounts", body: { name } });
const patching = (id: string, body: object): BatchWrite => ({
  ...{ method: "PATCH", path: `/accounts/${id}`, body: body as Record<string, unknown> },
});
const accounts = async (tenantId = workspace.tenant.id) =>
  await adminQuery<{ name: string }>("select name, version from accounts where tenant_id = $1 order by id", [tenantId]);
const named = async (name: string) => (await accounts()).filter((one) => one.name === name).length;

describe("a batch", () => {
  test("answers each write in its place, and one that is refused does not stop the others", async () => {
    const { id } = await accountOperations.create(await ctx(), { name: "Known" });
    const given = await answers([
      creating("First"),
      { method: "POST", path: "/accounts", body: { name: "Second", industy: "Rail" } },
      patching(id, { version: 1, industry: "Ports" }),
      patching(randomUUID(), { version: 1, name: "Nobody" }),
      { method: "PUT", path: "/accounts", body: { externalSource: "ERP", externalId: id, name: "Put" } },
      { method: "DELETE", path: `/accounts/${id}?version=2` },
      { method: "POST", path: "/nothing", body: {} },
      { method: "PUT", path: `/accounts/${id}` },
      { method: "POST", path: "/accounts/%E0%A4%A", body: {} },
      creating("Last"),
    ]);
    expect(statuses(given)).toEqual([201, 422, 200, 404, 201, 200, 404, 405, 404, 201]);
    expect(given[0]?.body).toMatchObject({ data: { name: "First" }, meta: {} });
    expect(given[1]?.body).toMatchObject({
      error: { code: "VALIDATION", details: { fields: [{ path: "industy" }] } },
    });
    expect(new Set(given.map(({ requestId }) => requestId)).size).toBe(given.length);
    const made = await adminQuery("select 1 from events where tenant_id = $1 and request_id = $2", [
      ...[workspace.tenant.id, given[0]?.requestId],
    ]);
    expect(made).toHaveLength(1);
    expect([await named("First"), await named("Second"), await named("Known"), await named("Last")]).toEqual([
      1, 0, 0, 1,
    ]);
  });

  test("carries out the writes of one record in their order, each seeing what those before it did", async () => {
    const { id } = await accountOperations.create(await ctx(), { name: "Twice" });
    const given = await answers([
      patching(id, { version: 1, industry: "Ports" }),
      patching(id, { version: 1, employees: 7 }),
      patching(id, { version: 1, industry: "Rail" }),
      patching(id, { version: 3, industry: "Road" }),
    ]);
    expect(statuses(given)).toEqual([200, 200, 409, 200]);
    expect(given[2]?.body).toMatchObject({ error: { code: "CONFLICT", details: { current: { industry: "Ports" } } } });
    const now = await accountOperations.get(await ctx(), { id });
    expect(now).toMatchObject({ version: 4, industry: "Road", employees: 7 });
  });

  test("takes up to a hundred writes, and a session as well as a key", async () => {
    const browser = await signedIn(owner, workspace.tenant.slug);
    const many = Array.from({ length: 100 }, (_, index) => creating(`Many ${index}`));
    expect(statuses(await answers(many, browser))).toEqual(Array(100).fill(201));
  });

  test.each([
    ["requests", []],
    ["requests", Array.from({ length: 101 }, () => creating("Too many"))],
    ["requests", undefined],
    ["requests.1.method", [creating("Unread"), { method: "GET", path: "/accounts" }]],
    ["requests.1.path", [creating("Unread"), { method: "POST", path: "accounts" }]],
    ["requests.1", [creating("Unread"), { ...creating("Unread"), headers: {} }]],
    ["requests.1.body", [creating("Unread"), { method: "POST", path: "/accounts", body: ["x"] }]],
  ])("with a wrong %s is refused whole", async (path, requests) => {
    const before = await accounts();
    const answer = await send(requests);
    expect(answer).toMatchObject({ status: 422, code: "VALIDATION" });
    expect(answer.details?.fields?.map((one) => one.path)).toContain(path);
    expect(await accounts()).toEqual(before);
  });

  test("that takes too long answers 503 for the writes that are left, and they are not tried", async () => {
    const hurried = createRest(operations as unknown as Record<string, AnyOperation>, { batchMs: 0 });
    const body = JSON.stringify({ requests: [creating("In time"), creating("Too late"), creating("Too late")] });
    const request = new Request("http://localhost:3000/api/v1/batch", { method: "POST", headers, body });
    const { data } = (await (await hurried(request, ["batch"])).json()) as { data: BatchAnswer[] };
    expect(statuses(data)).toEqual([201, 503, 503]);
    expect([await named("In time"), await named("Too late")]).toEqual([1, 0]);
  });

  test("that is nested too deeply, or sent by another method, is refused", async () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 200; level++) deep = { deep };
    const sent = [{ method: "POST", path: "/accounts", body: deep }];
    for (const as of [headers, { ...headers, "idempotency-key": randomUUID() }])
      expect(await send(sent, as)).toMatchObject({
        status: 422,
        message: expect.stringContaining("nested too deeply"),
      });
    const answer = await rest("PUT", "/batch", headers, {});
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("is no way around a wall", () => {
  const all = operations as unknown as Record<string, AnyOperation>;
  const routed = Object.entries(all).flatMap(([name, { rest: route, ...operation }]) =>
    route && route.method !== "GET" ? [{ name, route, operation: { rest: route, ...operation } as AnyOperation }] : [],
  );

  test("what takes no key, because it answers with a secret or calls others, does not go into one; nor does a batch", async () => {
    const out = routed.filter(({ operation }) => !isRepeatable(operation));
    expect(out.map(({ name }) => name)).toEqual(expect.arrayContaining(["createApiKey", "inviteMembers"]));
    const before = await adminQuery("select id from api_keys where tenant_id = $1", [workspace.tenant.id]);
    const asked = out.map(({ route }): BatchWrite => {
      const path = route.path.replaceAll(/\{\w+\}/g, randomUUID());
      return { method: route.method as BatchWrite["method"], path, body: {} };
    });
    const posts: BatchWrite[] = ["/accounts/query", "/batch"].map((path) => ({ method: "POST", path, body: {} }));
    for (const [place, one] of [...asked, ...posts].entries()) {
      const [given] = await answers([one], await signedIn(owner, workspace.tenant.slug));
      expect([place, given?.status]).toEqual([place, 422]);
    }
    expect(await adminQuery("select id from api_keys where tenant_id = $1", [workspace.tenant.id])).toEqual(before);
  });

  test("each write needs its own right, and hidden records stay hidden", async () => {
    const apart = await testWorkspace();
    const [boss, member] = [await apart.join("owner"), await apart.join("member")];
    const hidden = await accountOperations.create(await apart.as(boss), { name: "Hidden" });
    await setVisibility(await apart.as(boss), { entity: "account", level: "own" });
    const before = await accounts(apart.tenant.id);
    const asMember = await withKey(apart.tenant.id, member, [...permissions]);
    const narrow = await withKey(apart.tenant.id, boss, ["contact:create"] satisfies Permission[]);
    expect(statuses(await answers([patching(hidden.id, { version: 1, name: "Taken" })], asMember))).toEqual([404]);
    expect(statuses(await answers([creating("New"), patching(hidden.id, { version: 1, name: "T" })], narrow))).toEqual([
      403, 403,
    ]);
    const elsewhere = patching(hidden.id, { version: 1, name: "Taken" });
    expect(statuses(await answers([elsewhere]))).toEqual([404]);
    expect(await accounts(apart.tenant.id)).toEqual(before);
    const refused = await adminQuery("select 1 from events where tenant_id = $1 and name = 'access.refused'", [
      apart.tenant.id,
    ]);
    expect(refused).toHaveLength(2);
  });

  test("a module that is off is off here", async () => {
    const apart = await testWorkspace();
    const boss = await apart.join("owner");
    const key = await withKey(apart.tenant.id, boss, [...permissions]);
    await setModule(await apart.as(boss), { module: "pmo", on: false });
    const [given] = await answers([{ method: "POST", path: "/projects", body: { name: "Off", key: "OFF" } }], key);
    expect(given).toMatchObject({ status: 403, body: { error: { code: "MODULE_OFF" } } });
  });

  test("nobody, another site's page and a suspended workspace write nothing", async () => {
    const before = await accounts();
    const browser = await signedIn(owner, workspace.tenant.slug);
    expect(await send([creating("No")], {})).toMatchObject({ status: 401 });
    expect(await send([creating("No")], { ...browser, origin: "https://evil.example" })).toMatchObject({ status: 403 });
    const apart = await testWorkspace();
    const key = await withKey(apart.tenant.id, await apart.join("owner"), [...permissions]);
    await apart.system.db.tenant.updateMany({ where: {}, data: { status: "suspended" } });
    const keyed = { ...key, "idempotency-key": "one" };
    expect(await send([creating("No")], keyed)).toMatchObject({ status: 403, code: "FORBIDDEN" });
    expect(await adminQuery("select 1 from idempotency_keys where tenant_id = $1", [apart.tenant.id])).toEqual([]);
    expect([await accounts(), await accounts(apart.tenant.id)]).toEqual([before, []]);
  });

  test("each write counts as a request: beyond the limit the next ones are refused untried", async () => {
    const apart = await testWorkspace();
    const boss = await apart.join("owner");
    const key = await withKey(apart.tenant.id, boss, [...permissions]);
    await adminQuery("update api_keys set per_minute = 40 where tenant_id = $1", [apart.tenant.id]);
    const last = await answers(
      Array.from({ length: 100 }, (_, index) => creating(`Limited ${index}`)),
      key,
    );
    const done = last.filter(({ status }) => status === 201).length;
    const first = last.findIndex(({ status }) => status === 429);
    // The batch itself counts too.
    expect(first).toBe(39);
    expect(last.slice(first).every(({ status }) => status === 429)).toBe(true);
    expect(last.at(-1)?.body).toMatchObject({
      error: { code: "RATE_LIMITED", details: { retryAfter: expect.any(Number) } },
    });
    expect(await accounts(apart.tenant.id)).toHaveLength(done);
  });
});

describe("an Idempotency-Key of a batch", () => {
  const under = (key: string, requests: unknown): Promise<Answer> =>
    send(requests, { ...headers, "idempotency-key": key });
  const data = ({ body }: Answer) => body.data as BatchAnswer[];

  test("makes each write once, of any method, and tries again those that were refused", async () => {
    const key = randomUUID();
    const { id } = await accountOperations.create(await ctx(), { name: "Keyed" });
    const missing = randomUUID();
    const requests = [
      creating("Under a key"),
      patching(id, { version: 1, industry: "Ports" }),
      { method: "POST", path: "/contacts", body: { firstName: "Ann", accountId: missing } },
    ];
    const first = data(await under(key, requests));
    expect(statuses(first)).toEqual([201, 200, 404]);
    await adminQuery(
      "insert into accounts (id, tenant_id, name, name_key, updated_at) values ($1, $2, 'Late', 'late', now())",
      [...[missing, workspace.tenant.id]],
    );
    const again = data(await under(key, requests));
    expect(statuses(again)).toEqual([201, 200, 201]);
    expect(again.slice(0, 2).map(({ body }) => body)).toEqual(first.slice(0, 2).map(({ body }) => body));
    expect(await named("Under a key")).toBe(1);
    expect((await accountOperations.get(await ctx(), { id })).version).toBe(2);
  });

  test("with another batch, or of a request by itself, is refused whole", async () => {
    const key = randomUUID();
    await under(key, [creating("One batch")]);
    const before = await accounts();
    for (const other of [[creating("Other batch")], [creating("One batch"), creating("More")]])
      expect(await under(key, other)).toMatchObject({
        status: 422,
        details: { fields: [{ path: "Idempotency-Key" }] },
      });
    const alone = await rest("POST", "/accounts", { ...headers, "idempotency-key": key }, { name: "One batch" });
    expect(alone).toMatchObject({ status: 422, code: "VALIDATION" });
    expect(await under("two words", [creating("Words")])).toMatchObject({ status: 422 });
    expect(await accounts()).toEqual(before);
  });

  test("sent twice at once makes each write once", async () => {
    const key = randomUUID();
    const requests = [creating("At once A"), creating("At once B")];
    const act = async () => data(await under(key, requests)).map(({ body }) => body);
    const [one, other] = (await atOnce(act, act)).map((given) =>
      given.status === "fulfilled" ? given.value : given.reason,
    );
    expect(one).toEqual(other);
    expect([await named("At once A"), await named("At once B")]).toEqual([1, 1]);
  });
});
