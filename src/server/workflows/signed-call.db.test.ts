import { createHash, randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import { env } from "@/env";
import { signatureOf } from "@/local/workflows/signature";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events, noting } from "@/test/own-operations";
import { newKeys } from "@/test/workflows";

const url = "http://localhost:3000/api/inngest?fnId=throughline-work-import&stepId=step";

/** The workflow server's calls in a workspace: `call` is about an existing event. */
async function calling() {
  const { tenant, role } = await testWorkspace();
  const ctx = await role("admin");
  async function call(runId: string, steps: Record<string, unknown> = {}) {
    const { id: entityId } = await noting()(ctx, { name: "Noted" });
    const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1", [entityId]);
    const at = Date.now();
    const ids = { tenantId: tenant.id, eventId: event?.id, entityId, memberId: null };
    const data = { key: entityId, name: events.noted.name, entity: "account", version: 1, at, round: 0, ...ids };
    const delivered = { id: entityId, name: "import.started", ts: at, data };
    const stack = { stack: Object.keys(steps), current: Object.keys(steps).length };
    const run = { run_id: runId, attempt: 0, stack, disable_immediate_execution: false };
    return canonicalize({ event: delivered, events: [delivered], steps, version: -1, ctx: run }) ?? "";
  }
  const runs = () =>
    adminQuery<{ id: string; status: string; run: string }>(
      "select id, status, run_id run from job_runs where tenant_id = $1",
      [tenant.id],
    );
  return { call, runs };
}
const ours = { host: "localhost:3000", "content-type": "application/json" };
const post = (body: string, signature?: string) =>
  POST(
    new NextRequest(url, {
      method: "POST",
      body,
      headers: { ...ours, ...(signature ? { "x-inngest-signature": signature } : {}) },
    }),
    undefined,
  );
const signed = (body: string, at = Date.now()) => signatureOf(body, env.INNGEST_SIGNING_KEY, at);
const ago = (seconds: number) => Date.now() - seconds * 1_000;

test("calls that are not signed, badly signed, by another key, or of another body run nothing", async () => {
  const { call, runs } = await calling();
  const body = await call(randomUUID());
  const bad = [
    undefined,
    "t=1&s=00",
    signatureOf(body, newKeys().signingKey),
    // As a stored call: its own time is too old, and it was not signed for another one.
    signed(body, ago(301)),
    signed(body, ago(301)).replace(/t=\d+/, `t=${Math.floor(Date.now() / 1000)}`),
    signed(`${body} `.replace("import", "impost")),
  ];
  for (const signature of bad) {
    const { status } = await post(body, signature);
    expect(status, signature ?? "none").toBe(401);
  }
  expect(await runs()).toEqual([]);
  const { status } = await post(body, signed(body));
  expect([status, await runs()]).toEqual([206, [expect.objectContaining({ status: "running" })]]);
});

test.each(["POST", "PUT"] as const)("more than a call holds is not read to its end by %s", async (method) => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1_000_000;
      controller.enqueue(new Uint8Array(1_000_000).fill(97));
      if (sent === 60_000_000) controller.close();
    },
  });
  const headers = { ...ours, "x-inngest-signature": "t=1&s=00" };
  const request = new NextRequest(url, { method, headers, body, duplex: "half" });
  const { status } = await (method === "POST" ? POST : PUT)(request, undefined);
  expect([status, sent < 20_000_000]).toEqual([413, true]);
});

test("a call with a step of another run is refused for good, and neither of both goes on", async () => {
  const { call, runs } = await calling();
  const first = await call("first");
  await post(first, signed(first));
  const begun = await runs();
  expect(begun).toMatchObject([{ run: "first", status: "running" }]);
  const begin = createHash("sha1").update("begin").digest("hex");
  const others = await call("second", { [begin]: { type: "data", data: { id: begun[0]?.id } } });
  const answer = await post(others, signed(others));
  expect([answer.status, answer.headers.get("x-inngest-no-retry")]).toEqual([400, "true"]);
  expect(await answer.text()).toContain("This step belongs to another run.");
  expect(await runs()).toEqual(begun);
});

test("the app tells its functions, and registers, when the workflow server asks", async () => {
  for (const [method, handle] of [
    ["GET", GET],
    ["PUT", PUT],
  ] as const) {
    for (const headers of [ours, { ...ours, "x-inngest-signature": signatureOf("", newKeys().signingKey) }]) {
      const { status } = await handle(new NextRequest(url, { method, headers }), undefined);
      expect([method, status]).toEqual([method, 401]);
    }
    const headers = { ...ours, "x-inngest-signature": signed("") };
    const { status } = await handle(new NextRequest(url, { method, headers }), undefined);
    // It registers at its own server, and this test has none.
    expect([method, status]).toEqual([method, method === "GET" ? 200 : 500]);
  }
});

test.each([
  ["a false signature", `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`],
  ["a signature of another key", undefined],
])("of a large body under %s nothing is read", async (_what, given) => {
  const body = `[${"1,".repeat(3_000_000)}1]`;
  const parse = vi.spyOn(JSON, "parse");
  const { status } = await post(body, given ?? signatureOf(body, newKeys().signingKey));
  expect([status, parse.mock.calls.filter(([text]) => text === body).length]).toEqual([401, 0]);
});

test("a body that is broken is the sender's doing", async () => {
  const { runs } = await calling();
  const own = signed("{");
  for (const signature of [undefined, "t=1&s=00", own])
    for (const body of ["{", "", "null", "[]", "\0"]) {
      const { status } = await post(body, signature);
      expect([body, signature, status]).toEqual([body, signature, body === "{" && signature === own ? 422 : 401]);
    }
  expect(await runs()).toEqual([]);
});
