import canonicalize from "canonicalize";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import { env } from "@/env";
import { signatureOf } from "@/local/workflows/signature";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events, noting } from "@/test/own-operations";
import { newKeys } from "@/test/workflows";

const url = "http://localhost:3000/api/inngest?fnId=throughline-work-import&stepId=step";

/** A call of the workflow server about an event that the workspace has. */
async function call() {
  const { tenant, role } = await testWorkspace();
  const { id: entityId } = await noting()(await role("admin"), { name: "Noted" });
  const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1", [entityId]);
  const at = Date.now();
  const ids = { tenantId: tenant.id, eventId: event?.id, entityId, memberId: null };
  const data = { key: entityId, name: events.noted.name, entity: "account", version: 1, at, round: 0, ...ids };
  const told = { id: entityId, name: "import.started", ts: at, data };
  const ctx = { run_id: entityId, attempt: 0, stack: { stack: [], current: 0 }, disable_immediate_execution: false };
  const body = canonicalize({ event: told, events: [told], steps: {}, version: -1, ctx }) ?? "";
  const runs = () => adminQuery("select status from job_runs where tenant_id = $1", [tenant.id]);
  return { body, runs };
}
const post = (body: string, signature?: string) =>
  POST(
    new NextRequest(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...(signature ? { "x-inngest-signature": signature } : {}) },
    }),
    undefined,
  );
/** The same signature with the time moved, as a call that was kept would have it. */
const replayed = (signature: string) => signature.replace(/t=\d+/, `t=${Math.floor(Date.now() / 1000) - 301}`);

test("calls that are not signed, badly signed, by another key, or of another body run nothing", async () => {
  const { body, runs } = await call();
  const mine = signatureOf(body, env.INNGEST_SIGNING_KEY);
  const others = signatureOf(body, newKeys().signingKey);
  const bad = [
    undefined,
    "t=1&s=00",
    others,
    replayed(mine),
    signatureOf(`${body} `.replace("import", "impost"), env.INNGEST_SIGNING_KEY),
  ];
  for (const signature of bad) {
    const { status } = await post(body, signature);
    expect(status, signature ?? "none").toBe(401);
  }
  expect(await runs()).toEqual([]);
  const { status } = await post(body, mine);
  expect([status, await runs()]).toEqual([206, [{ status: "running" }]]);
});

test("what functions there are is for the workflow server to know", async () => {
  const { status } = await GET(new NextRequest(url), undefined);
  expect(status).toBe(401);
  // Whoever asks makes the app register at its own server, which nobody is here.
  expect((await PUT(new NextRequest(url, { method: "PUT" }), undefined)).status).toBe(500);
});
