import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { jobRunEvents } from "@/lib/job-events";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { emit } from "./events";
import { inTransaction } from "./execute";
import { answerMetrics, measureRequests, routeClass } from "./metrics";
import { newId } from "./new-id";

const token = "v8Zq3mN1xT7rK5wB9dL2pF6hJ4cG0sYaQeUi";
const ask = (authorization?: string, expected: string | undefined = token) =>
  answerMetrics(new Request("http://localhost/metrics", authorization ? { headers: { authorization } } : {}), expected);

test("without a token of the operator there is nothing, and without that token nobody reads", async () => {
  const nothing = await answerMetrics(new Request("http://localhost/metrics"), undefined);
  expect([nothing.status, (await nothing.json()).error.code]).toEqual([404, "NOT_FOUND"]);
  for (const given of [undefined, "Bearer other", `Basic ${token}`, token]) {
    const answer = await ask(given);
    expect([given, answer.status, answer.headers.get("www-authenticate")]).toEqual([given, 401, "Bearer"]);
    expect(await answer.text()).not.toContain("process_");
  }
});

test("with it they are the figures of the process and of work, and name no workspace", async () => {
  const { tenant, role } = await testWorkspace();
  const admin = await role("admin");
  const memberId = admin.member?.id ?? "";
  // Leased, so that no other test takes it up.
  const leasedUntil = new Date(Date.now() + 3_600_000);
  const { id } = await admin.db.import.create({
    data: {
      status: "running",
      createdById: memberId,
      askedById: memberId,
      totals: {},
      requestId: newId(),
      leasedUntil,
    },
    select: { id: true },
  });
  await inTransaction(admin, async (inner) =>
    emit(inner, jobRunEvents.failed, { id: newId(), data: { reason: "The mail server did not answer." } }),
  );
  await adminQuery(
    `insert into event_deliveries (tenant_id, event_id, consumer, entity, entity_id)
     select tenant_id, id, 'metrics', entity, entity_id from events where tenant_id = $1 limit 1`,
    [tenant.id],
  );
  measureRequests();
  await using server = createServer((_request, response) => response.writeHead(404).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${tenant.slug}/accounts/${newId()}`);

  const answer = await ask(`Bearer ${token}`);
  const text = await answer.text();
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(text).toMatch(/^http_request_duration_seconds_count\{route="page",status="4xx"\} [1-9]/m);
  expect(text).toMatch(/^database_connections\{role="app",state="total"\} \d+$/m);
  expect(text).toMatch(/^database_up 1$/m);
  expect(text).toMatch(/^outbox_waiting_events\{consumer="metrics"\} 1$/m);
  expect(text).toMatch(/^jobs\{state="failed"\} \d+$/m);
  expect(text).toMatch(/^imports_running\{state="running"\} [1-9]\d*$/m);
  await adminQuery("delete from event_deliveries where consumer = 'metrics'");
  await admin.db.import.deleteMany({ where: { id } });
  for (const own of [tenant.id, tenant.slug, tenant.name]) expect(text).not.toContain(own);
});

test.each([
  ["/halden/accounts?q=1", "page"],
  ["/api/trpc/accounts.list?batch=1", "screens"],
  ["/api/v1/accounts/018f", "rest"],
  ["/api/v1/status", "probe"],
  ["/api/health", "probe"],
  ["/metrics", "probe"],
  ["/_next/static/chunks/a.js", "static"],
  ["/logo.svg", "static"],
  ["/api/auth/csrf", "auth"],
  ["/api/inngest", "workflows"],
  ["/api/webhooks/stripe", "webhooks"],
  ["/api/pictures", "other"],
])("%s is counted as %s", (url, route) => expect(routeClass(url)).toBe(route));
