import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request as requestHttp, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "@/local/ports";
import { signatureOf } from "@/local/workflows/signature";
import { adminQuery } from "@/test/db";
import { endedRun, newKeys, startTested, type Tested } from "@/test/workflows";

interface Received {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}
interface Listener {
  port: number;
  received: Received[];
  server: Server;
}

let workflows: Tested;
/** The app's endpoint, on a separate port. */
let app: Listener;
/** A foreign server. */
let stranger: Listener;

beforeAll(async () => {
  const port = await freePort();
  workflows = await startTested({ anyApp: false, appUrls: [`http://127.0.0.1:${port}/api/inngest`] });
  for (const [name, value] of Object.entries(delivered(port))) vi.stubEnv(name, value);
  vi.resetModules();
  const [door, { NextRequest }] = [await import("@/app/api/inngest/route"), await import("next/server")];
  app = await listening(port, async ({ method, path, headers, body }) => {
    const request = new NextRequest(`http://localhost:3000${path}`, { method, headers, ...(body ? { body } : {}) });
    return (method === "PUT" ? door.PUT : door.POST)(request, undefined);
  });
  stranger = await listening(await freePort(), async () => new Response("{}", { headers: { "x-inngest-sdk": "js" } }));
});
afterAll(async () => {
  for (const { server } of [app, stranger]) {
    server.closeAllConnections();
    server.close();
  }
  await workflows.stop();
});
beforeEach(async () => {
  expect(await put({ "x-inngest-signature": signatureOf("", workflows.keys.signingKey) })).toMatchObject({
    status: 200,
  });
  app.received.length = 0;
});
afterEach(() => expect(stranger.received).toEqual([]));

test("an unsigned registration is refused, and the work goes on at the app", async () => {
  const host = `127.0.0.1:${stranger.port}`;
  for (const headers of [
    { host },
    { "x-forwarded-host": host },
    { host, "x-inngest-sync-kind": "in_band" },
    { host, "x-inngest-signature": "t=1&s=00" },
    { host, "x-inngest-signature": signatureOf("", `signkey-test-${"0".repeat(64)}`) },
  ])
    expect([headers, (await put(headers)).status]).toEqual([headers, 401]);
  for (const malformed of ["a b", "[", "user@evil", `127.0.0.1:${stranger.port}/x`])
    expect((await put({ host: malformed })).status).toBe(422);
  await workIsDone();
});

test("a signed registration names the operator's address, whatever its Host and its body say", async () => {
  const host = `127.0.0.1:${stranger.port}`;
  const signature = signatureOf("", workflows.keys.signingKey);
  expect(await put({ host, "x-inngest-signature": signature })).toMatchObject({ status: 200 });
  const body = JSON.stringify({ url: `http://${host}/api/inngest` });
  const inBand = await put(
    { host, "x-inngest-sync-kind": "in_band", "x-inngest-signature": signatureOf(body, workflows.keys.signingKey) },
    body,
  );
  expect(inBand.status).toBe(200);
  const said = JSON.parse(inBand.body) as {
    url: string;
    functions: { steps: { step: { runtime: { url: string } } } }[];
  };
  const urls = [said.url, ...said.functions.map(({ steps }) => steps.step.runtime.url)];
  for (const url of urls) expect(url).toMatch(`http://127.0.0.1:${app.port}/api/inngest`);
  await workIsDone();
});

test("the operator's command registers the app", async () => {
  const variables = { ...process.env, ...delivered(app.port), NODE_ENV: "test" as const };
  const script = ["--import", "tsx", "--conditions=react-server", "scripts/sync.ts"];
  const run = async (env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, script, { env, stdio: ["ignore", "pipe", "pipe"] });
    return (await Promise.all([text(child.stdout), text(child.stderr)])).join("");
  };
  const url = `http://127.0.0.1:${app.port}/api/inngest`;
  expect(await run(variables)).toBe(`The app at ${url} is registered.\n`);
  const wrongKey = { ...variables, INNGEST_SIGNING_KEY: newKeys().signingKey };
  expect(await run(wrongKey)).toContain(`The app at ${url} could not register at the Inngest server`);
});

test("a call that came before is refused, also for another step, and so is one for another address", async () => {
  await workIsDone();
  const calls = app.received.filter(({ method }) => method === "POST");
  expect(calls.length).toBeGreaterThan(0);
  const before = await remembered();
  for (const { path, headers, body } of calls)
    for (const to of [path, path.replace("stepId=step", `stepId=${"0".repeat(40)}`)])
      expect(await send(app.port, { method: "POST", path: to, headers, body })).toMatchObject({
        status: 409,
        body: expect.stringContaining("CONFLICT"),
      });
  expect(await remembered()).toBe(before);
  const { path, headers } = calls[0] as Received;
  const fresh = JSON.stringify({ never: randomUUID() });
  const signed = { ...headers, "x-inngest-signature": signatureOf(fresh, workflows.keys.signingKey) };
  const foreign = { ...signed, host: `127.0.0.1:${stranger.port}` };
  expect(await send(app.port, { method: "POST", path, headers: foreign, body: fresh })).toMatchObject({
    status: 403,
    headers: { "x-inngest-no-retry": "false" },
  });
  expect(await remembered()).toBe(before);
});

/** The app's environment. */
const delivered = (port: number) => ({
  NEXTAUTH_URL: "https://crm.firm.example",
  INNGEST_SERVE_ORIGIN: `http://127.0.0.1:${port}`,
  INNGEST_BASE_URL: workflows.url,
  INNGEST_EVENT_KEY: workflows.keys.eventKey,
  INNGEST_SIGNING_KEY: workflows.keys.signingKey,
  PUSHER_URL: "https://channels.firm.example",
  PUSHER_CLIENT_URL: "wss://channels.firm.example",
});

/** How many calls the processes remember together. */
async function remembered(): Promise<number> {
  const [row] = await adminQuery<{ calls: number }>(
    "select count(*)::int calls from rate_limits where key like 'workflow-call:%'",
  );
  return row?.calls ?? 0;
}

/** An event of a deleted workspace starts a run at the app, which then does nothing. */
async function workIsDone(): Promise<void> {
  const { eventKey } = workflows.keys;
  const ids = { tenantId: randomUUID(), eventId: randomUUID(), entityId: randomUUID(), memberId: null };
  const data = { key: randomUUID(), name: "import.started", entity: "import", version: 1, at: 1, round: 0, ...ids };
  const sent = await fetch(`${workflows.url}/e/${eventKey}`, {
    method: "POST",
    body: JSON.stringify([{ name: "import.started", data }]),
  });
  const { ids: taken } = (await sent.json()) as { ids: string[] };
  expect(await endedRun(workflows, taken[0])).toMatchObject({ status: "Completed" });
  expect(app.received.filter(({ method }) => method === "POST").length).toBeGreaterThan(0);
}

const put = (headers: Record<string, string>, body = "") =>
  send(app.port, { method: "PUT", path: "/api/inngest", headers, body });

function send(port: number, { method, path, headers, body }: Received) {
  const { "content-length": _, "transfer-encoding": __, ...others } = headers;
  return new Promise<{ status: number; headers: object; body: string }>((done, fail) => {
    const sent = requestHttp({ host: "127.0.0.1", port, method, path, headers: others }, (answer) => {
      text(answer).then(
        (content) => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: content }),
        fail,
      );
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

async function listening(port: number, answer: (received: Received) => Promise<Response>): Promise<Listener> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const flat = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const one = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: Object.fromEntries(flat),
      body: await text(request),
    };
    received.push(one);
    const { status, headers, body } = await answer(one).then(async (given) => ({
      status: given.status,
      headers: Object.fromEntries(given.headers),
      body: await given.text(),
    }));
    response.writeHead(status, headers).end(body);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { port, received, server };
}
