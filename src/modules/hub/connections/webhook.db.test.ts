import "@/registry/register";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POST } from "@/app/api/webhooks/[provider]/route";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { statementsOf } from "@/test/plans";
import { signedHeaders, startTestCrm, type TestCrm } from "@/test/test-provider";
import { beginConnection, completeConnection } from "./operations/connecting";
import { disconnectConnection } from "./operations/ending";

let crm: TestCrm;
beforeAll(async () => {
  crm = await startTestCrm();
});
afterAll(() => crm.stop());

const publicUrl = "http://localhost:3000/api/webhooks/testcrm";

async function connected(account: { id: string; name: string }): Promise<{ owner: Ctx; id: string }> {
  const owner = await (await testWorkspace()).role("owner");
  const { url } = await beginConnection(owner, { provider: "testcrm" });
  const state = new URL(url).searchParams.get("state") ?? "";
  await completeConnection(owner, { provider: "testcrm", state, code: crm.code(account) });
  return { owner, id: (await owner.db.connection.findFirstOrThrow({ select: { id: true } })).id };
}
const portal = () => ({ id: randomUUID(), name: "Portal" });
const hint = (accountId: string, more: object = {}) => ({
  accountId,
  key: randomUUID(),
  remote: "companies",
  externalId: "17",
  kind: "changed",
  ...more,
});

const post = (body: string, headers: Record<string, string> = signedHeaders(publicUrl, body), provider = "testcrm") =>
  POST(new Request(`http://10.0.0.5:3000/api/webhooks/${provider}`, { method: "POST", headers, body }), {
    params: Promise.resolve({ provider }),
  });
const statusOf = async (...asked: Parameters<typeof post>) => (await post(...asked)).status;
const inboxOf = ({ db }: Ctx) => db.syncInbox.findMany({ orderBy: { key: "asc" } });
const asked = ({ tenant }: Ctx) =>
  adminQuery("select 1 from due_work where tenant_id = $1 and job = 'sync-connections' and at <= now()", [tenant.id]);

test("hints reach each workspace that has the account, once, and wake its work", async () => {
  const account = portal();
  const [one, two, other] = [await connected(account), await connected(account), await connected(portal())];
  const first = hint(account.id);
  const body = JSON.stringify([first, first, hint(account.id, { remote: "tickets" }), hint("nobody's")]);
  expect(await asked(one.owner)).toHaveLength(0);
  expect(await statusOf(body)).toBe(200);
  for (const { owner, id } of [one, two]) {
    expect(await inboxOf(owner)).toMatchObject([
      { connectionId: id, key: first.key, entity: "account", externalId: "17", kind: "changed", handledAt: null },
    ]);
    expect(await asked(owner)).toHaveLength(1);
  }
  expect(await inboxOf(other.owner)).toEqual([]);
  const again = JSON.stringify([first, hint(account.id)]);
  expect(await statusOf(again)).toBe(200);
  expect(await inboxOf(one.owner)).toHaveLength(2);
});

test("a kind of record that is followed is read at once; one that waits after a failure keeps its time", async () => {
  const nextRunAt = new Date(Date.now() + 3_600_000);
  const dueAfter = async (more: { failures?: number; state?: string }) => {
    const account = portal();
    const { owner, id } = await connected(account);
    const data = { connectionId: id, entity: "account", state: "live", nextRunAt, ...more };
    await owner.db.syncObject.create({ data, select: { id: true } });
    expect(await statusOf(JSON.stringify([hint(account.id)]))).toBe(200);
    return (await owner.db.syncObject.findFirstOrThrow({ select: { nextRunAt: true } })).nextRunAt;
  };
  expect((await dueAfter({}))?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(await dueAfter({ failures: 3 })).toEqual(nextRunAt);
  expect(await dueAfter({ state: "paused" })).toEqual(nextRunAt);
});

test.each([
  ["without a signature", () => ({})],
  ["of another secret", () => ({ "x-test-timestamp": String(Date.now()), "x-test-signature": "bm90IGl0" })],
  ["of another body", (body: string) => signedHeaders(publicUrl, `${body} `)],
  ["of another address", (body: string) => signedHeaders("http://10.0.0.5:3000/api/webhooks/testcrm", body)],
  ["that is six minutes old", (body: string) => signedHeaders(publicUrl, body, Date.now() - 360_000)],
  ["of the future", (body: string) => signedHeaders(publicUrl, body, Date.now() + 360_000)],
] satisfies [string, (body: string) => Record<string, string>][])(
  "a call %s is refused, and nothing is stored",
  async (_what, headers) => {
    const account = portal();
    const { owner } = await connected(account);
    const body = JSON.stringify([hint(account.id)]);
    expect(await statusOf(body, headers(body))).toBe(401);
    expect(await inboxOf(owner)).toEqual([]);
    expect(await asked(owner)).toHaveLength(0);
  },
);

test("the same call again is refused, also when its record was handled since", async () => {
  const account = portal();
  const { owner } = await connected(account);
  const body = JSON.stringify([hint(account.id)]);
  const headers = signedHeaders(publicUrl, body);
  expect(await statusOf(body, headers)).toBe(200);
  await owner.db.syncInbox.deleteMany();
  expect(await statusOf(body, headers)).toBe(401);
  expect(await inboxOf(owner)).toEqual([]);
  // The same hints under a signature of their own are a repeated delivery.
  expect(await statusOf(body, signedHeaders(publicUrl, body, Date.now() + 1_000))).toBe(200);
});

test("a disconnected account is answered, and nothing is stored", async () => {
  const account = portal();
  const { owner, id } = await connected(account);
  await disconnectConnection(owner, { id });
  expect(await statusOf(JSON.stringify([hint(account.id)]))).toBe(200);
  expect(await statusOf("[]")).toBe(200);
  expect(await inboxOf(owner)).toEqual([]);
});

test("a body of a megabyte is too large, and a service that this build lacks is not there", async () => {
  const account = portal();
  const { owner } = await connected(account);
  const body = JSON.stringify([hint(account.id, { externalId: "x".repeat(1_000_000) })]);
  expect(await statusOf(body)).toBe(413);
  const small = JSON.stringify([hint(account.id)]);
  expect(await statusOf(small, signedHeaders(publicUrl, small), "nowhere")).toBe(404);
  expect(await inboxOf(owner)).toEqual([]);
});

test("a hundred hints are stored by as many statements as one", async () => {
  const account = portal();
  const { owner } = await connected(account);
  const stored = async (count: number) => {
    const body = JSON.stringify(Array.from({ length: count }, () => hint(account.id)));
    const statements = await statementsOf(async () => expect(await statusOf(body)).toBe(200));
    return statements.map(({ text }) => text);
  };
  // The first one may look up what later ones know.
  await stored(1);
  const [one, hundred] = [await stored(1), await stored(100)];
  expect(one.some((text) => text.includes("sync_inbox"))).toBe(true);
  expect(hundred).toHaveLength(one.length);
  expect(await inboxOf(owner)).toHaveLength(102);
});
