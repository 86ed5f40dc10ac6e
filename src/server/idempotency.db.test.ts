import "@/registry/operations";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { type Answer, rest, withKey } from "@/test/tenancy/doors";
import { isRepeatable } from "./idempotency";
import type { AnyOperation } from "./operation";

let workspace: TestWorkspace;
let member: TestMember;
let headers: Record<string, string>;

beforeAll(async () => {
  workspace = await testWorkspace();
  member = await workspace.join("admin");
  headers = await withKey(workspace.tenant.id, member, [...permissions]);
});

const post = (path: string, key: string, body: unknown, as = headers): Promise<Answer> =>
  rest("POST", path, { ...as, "idempotency-key": key }, body);

async function rows(name: string): Promise<{ accounts: number; events: number }> {
  const [found] = await adminQuery<{ accounts: number; events: number }>(
    `select count(*)::int as accounts, (select count(*)::int from events e where e.tenant_id = $1 and e.entity_id in
       (select id from accounts where tenant_id = $1 and name = $2)) as events
     from accounts where tenant_id = $1 and name = $2`,
    [workspace.tenant.id, name],
  );
  return found ?? { accounts: 0, events: 0 };
}

describe("a change under a key", () => {
  test("is made once, and answered alike", async () => {
    const key = randomUUID();
    const first = await post("/accounts", key, { name: "Once" });
    expect(first.body).toMatchObject({ data: { name: "Once" }, meta: {} });
    for (let turn = 0; turn < 2; turn++) {
      const { status, body } = await post("/accounts", key, { name: "Once" });
      expect([status, body]).toEqual([201, first.body]);
    }
    expect(await rows("Once")).toEqual({ accounts: 1, events: 1 });
  });

  test("is made once while the first is still under way", async () => {
    const key = randomUUID();
    await using accounts = await hold("lock table accounts in exclusive mode");
    const sent = Promise.all([1, 2, 3].map(() => post("/accounts", key, { name: "Together" })));
    // The third waits for its turn: two of one key run at once.
    await expect.poll(howManyWait).toBe(2);
    await accounts.release();
    const answers = await sent;
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body]);
    expect(await rows("Together")).toEqual({ accounts: 1, events: 1 });
  });

  test("is made anew under another key, by another member, and in another workspace", async () => {
    const key = randomUUID();
    const colleague = await withKey(workspace.tenant.id, await workspace.join("admin"), [...permissions]);
    const other = await testWorkspace();
    const stranger = await withKey(other.tenant.id, await other.join("admin"), [...permissions]);
    const ids = [
      await post("/accounts", key, { name: "Anew" }),
      await post("/accounts", randomUUID(), { name: "Anew" }),
      await post("/accounts", key, { name: "Anew" }, colleague),
      await post("/accounts", key, { name: "Anew" }, stranger),
    ].map(({ body }) => (body.data as { id: string }).id);
    expect(new Set(ids).size).toBe(4);
    expect((await rows("Anew")).accounts).toBe(3);
  });

  test("with another request is refused, and nothing of that is made", async () => {
    const key = randomUUID();
    await post("/accounts", key, { name: "First" });
    for (const [path, body] of [
      ["/accounts", { name: "Second" }],
      ["/products", { name: "First" }],
    ] as const) {
      const { status, code, details } = await post(path, key, body);
      expect([status, code, details?.fields?.[0]?.path]).toEqual([422, "VALIDATION", "Idempotency-Key"]);
    }
    expect((await rows("Second")).accounts).toBe(0);
  });

  test("is the same in another order of keys, at every level, and another one in another order of a list", async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const address = { city: "Bern", country: "CH" };
    const first = await post("/accounts", key, { name: "Ordered", industry: "Rail", billingAddress: address });
    const turned = { billingAddress: { country: "CH", city: "Bern" }, industry: "Rail", name: "Ordered" };
    const { status, body } = await post("/accounts", key, turned);
    expect([status, body]).toEqual([201, first.body]);
    expect(await rows("Ordered")).toEqual({ accounts: 1, events: 1 });
    const [one, two] = [await workspace.join("member"), await workspace.join("member")];
    const team = (memberIds: string[]) => post("/teams", other, { name: "Listed", memberIds });
    expect((await team([one.id, two.id])).status).toBe(201);
    expect((await team([two.id, one.id])).status).toBe(422);
  });

  test("that was refused can be sent again under the same key", async () => {
    const key = randomUUID();
    expect((await post("/accounts", key, { name: "" })).status).toBe(422);
    expect((await post("/accounts", key, { name: "Better" })).status).toBe(201);
  });

  test("is told only to who may still ask for it", async () => {
    const [key, body] = [randomUUID(), { name: "Mine" }];
    await post("/accounts", key, body);
    const narrow = await withKey(workspace.tenant.id, member, ["account:view"]);
    expect((await post("/accounts", key, body, narrow)).status).toBe(403);
  });

  test("is forgotten after a day", async () => {
    const key = randomUUID();
    await post("/accounts", key, { name: "Daily" });
    await adminQuery("update idempotency_keys set created_at = now() - interval '25 hours' where key = $1", [key]);
    await post("/accounts", key, { name: "Daily" });
    expect((await rows("Daily")).accounts).toBe(2);
    const old = "select key from idempotency_keys where created_at < now() - interval '24 hours' and tenant_id = $1";
    expect(await adminQuery(old, [workspace.tenant.id])).toEqual([]);
  });

  test("waits for no other one that forgets the same keys and takes long", async () => {
    await post("/accounts", randomUUID(), { name: "Long ago" });
    await adminQuery("update idempotency_keys set created_at = now() - interval '25 hours' where tenant_id = $1", [
      workspace.tenant.id,
    ]);
    await using forgotten = await hold(
      `select 1 from idempotency_keys where tenant_id = '${workspace.tenant.id}' for update`,
    );
    expect((await post("/accounts", randomUUID(), { name: "Quick" })).status).toBe(201);
    await forgotten.release();
  });
});

test("a key counts for changes by PUT, PATCH and DELETE too", async () => {
  const [put, edit, remove] = [randomUUID(), randomUUID(), randomUUID()];
  const send = (method: string, path: string, key: string, body?: unknown) =>
    rest(method, path, { ...headers, "idempotency-key": key }, body);
  const upsert = { externalSource: "ERP", externalId: randomUUID(), name: "By PUT" };
  const first = await send("PUT", "/accounts", put, upsert);
  const { id, version } = (first.body.data as { record: { id: string; version: number } }).record;
  const edited = await send("PATCH", `/accounts/${id}`, edit, { version, name: "By PATCH" });
  expect([edited.status, (await send("PATCH", `/accounts/${id}`, edit, { version, name: "By PATCH" })).body]).toEqual([
    200,
    edited.body,
  ]);
  const again = await send("PUT", "/accounts", put, upsert);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(await rows("By PATCH")).toEqual({ accounts: 1, events: 2 });
  const made = await post("/accounts", randomUUID(), { name: "By DELETE" });
  const gone = made.body.data as { id: string; version: number };
  const address = `/accounts/${gone.id}?version=${gone.version}`;
  const deleted = await send("DELETE", address, remove);
  expect(deleted.status).toBe(200);
  expect((await send("DELETE", address, remove)).body).toEqual(deleted.body);
  expect((await send("DELETE", address, randomUUID())).status).not.toBe(200);
});

test("no key where one could not keep its promise, and none that is no key", async () => {
  const refused = [
    await post("/api-keys", randomUUID(), { name: "Secret", scopes: ["account:view"] }),
    await post("/invitations", randomUUID(), { invitees: [] }),
    await rest("PATCH", "/digest-time", { ...headers, "idempotency-key": randomUUID() }, {}),
    await post("/accounts", "two words", { name: "Worded" }),
    await post("/accounts", "x".repeat(256), { name: "Worded" }),
    await post("/accounts", "", { name: "Worded" }),
  ];
  for (const { status, details } of refused)
    expect([status, details?.fields?.[0]?.path]).toEqual([422, "Idempotency-Key"]);
  expect((await rows("Worded")).accounts).toBe(0);
});

test("a key makes only a change of a workspace repeatable that calls nobody and shows no secret", () => {
  const change = { realm: "tenant", kind: "mutation" };
  expect(isRepeatable(change as AnyOperation)).toBe(true);
  for (const other of [{ realm: "identity" }, { kind: "query" }, { external: true }, { staff: "never" }])
    expect(isRepeatable({ ...change, ...other } as AnyOperation), JSON.stringify(other)).toBe(false);
});
