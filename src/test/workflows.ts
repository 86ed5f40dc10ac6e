import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { freePort } from "@/local/ports";
import { startEngine } from "@/local/workflows/engine";
import type { EngineOptions } from "@/local/workflows/engine-options";
import { hashedKey } from "@/local/workflows/signature";
import { freshDatabase } from "./db";

const SILENT = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
const OUTCOME_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 15;

/** Whether a real server is tested: it accepts no schedules with seconds, and more than the app uses. */
export const isForeign = Boolean(process.env.INNGEST_BIN);

/** A server that speaks Inngest's protocol, ours or a real one. */
export type WorkflowServer = { url: string; stop(): Promise<void> };

/** A server under test with its keys. */
export type Tested = WorkflowServer & { keys: Keys };
export type Keys = { eventKey: string; signingKey: string };

/** A run as the server tells it. */
export type RunInfo = {
  run_id: string;
  status: string;
  ended_at: string | null;
  output: unknown;
  error?: { message: string } | null;
};

/** Keys like those of the vendor. */
export function newKeys(): Keys {
  return {
    eventKey: randomBytes(24).toString("base64url"),
    signingKey: `signkey-test-${randomBytes(32).toString("hex")}`,
  };
}

/** Settings of an engine that keep tests from waiting. */
export function quickOptions(databaseUrl: string, port: number, keys: Keys): EngineOptions {
  return {
    databaseUrl,
    port,
    ...keys,
    appUrls: [],
    anyApp: true,
    backoffMs: [20],
    resyncMs: 100,
    pollMs: 50,
    workers: 20,
    secondsInCron: true,
  };
}

/** The server that INNGEST_BIN names, else our engine with a separate database. */
export async function startTested(more: Partial<EngineOptions> = {}): Promise<Tested> {
  const keys = newKeys();
  const binary = process.env.INNGEST_BIN;
  if (binary) return { ...(await startBinary(binary, keys)), keys };
  const port = await freePort();
  const database = await freshDatabase();
  const engine = await startEngine({ ...quickOptions(database.urls.owner, port, keys), ...more }, () => undefined);
  return {
    url: engine.url,
    keys,
    async stop() {
      await engine.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The server under test of a test file, from its first test to its last, and apps that end with their test. */
export function testedServer(): {
  server: Tested;
  serveFunctions(
    make: Functions,
    options?: Parameters<typeof serveApp>[2],
    through?: Partial<Tested>,
  ): Promise<TestApp>;
} {
  let started: Tested | undefined;
  const apps: TestApp[] = [];
  const running = () => {
    if (!started) throw new Error("The server is there from the first test on.");
    return started;
  };
  beforeAll(async () => {
    started = await startTested();
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.stop();
  });
  afterAll(() => started?.stop());
  return {
    server: {
      get url() {
        return running().url;
      },
      get keys() {
        return running().keys;
      },
      stop: () => running().stop(),
    },
    async serveFunctions(make, options, through) {
      const app = await serveApp({ ...running(), ...through }, make, options);
      apps.push(app);
      return app;
    },
  };
}

/** A function that only ends, for `allTaken`. */
export const marker = (client: Inngest) =>
  client.createFunction({ id: "marker", triggers: { event: `marker/${client.id}` } }, () => "seen");

/**
 * Waits until the events sent so far have started their functions, if they are handled in order: a real server
 * handles several at once. The app has a marker.
 */
export async function allTaken(server: Tested, app: TestApp): Promise<void> {
  const { ids } = await app.send({ name: `marker/${app.client.id}` });
  await endedRun(server, ids[0]);
}

/** A real server with its state in a separate folder; default ports beside the first one would collide. */
async function startBinary(binary: string, { eventKey, signingKey }: Keys): Promise<WorkflowServer> {
  const folder = await mkdtemp(join(tmpdir(), "inngest-"));
  const port = await freePort();
  const own: Record<string, string> = {
    host: "127.0.0.1",
    port: String(port),
    "connect-gateway-port": String(await freePort()),
    "connect-gateway-grpc-port": String(await freePort()),
    "connect-executor-grpc-port": String(await freePort()),
    "sqlite-dir": folder,
    "event-key": eventKey,
    "signing-key": signingKey.replace(/^signkey-\w+-/, ""),
    // Seconds between attempts: its usual ones begin with fifteen.
    "retry-interval": "1",
  };
  const args = ["start", "--no-ui", ...Object.entries(own).map(([name, value]) => `--${name}=${value}`)];
  const child = spawn(binary, args, { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${binary} ended with ${child.exitCode}.`);
    return (await fetch(`${url}/health`).catch(() => undefined))?.ok;
  });
  return {
    url,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Functions = (client: Inngest) => InngestFunction.Any[];

/** An app with its own functions, on a plain HTTP server. */
export type TestApp = {
  client: Inngest;
  url: string;
  /** Accepted requests, newest last; with the response's status once it is sent. */
  calls: { method: string; query: URLSearchParams; status?: number }[];
  send: Inngest["send"];
  /** Asks it to register, and returns its response. */
  sync(
    query?: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: { message?: string; modified?: boolean } }>;
  /** Makes it serve other functions from now on. */
  replace(functions: InngestFunction.Any[]): void;
  stop(): Promise<void>;
  /** The same app again, on the same port. */
  start(): Promise<void>;
};

/** Serves the result of `functions` for a client with a unique name, in signed mode, and registers it. */
export async function serveApp(
  server: Tested,
  functions: Functions,
  {
    register = true,
    signingKeyFallback,
    port: wanted,
  }: { register?: boolean; signingKeyFallback?: string; port?: number } = {},
): Promise<TestApp> {
  const client = new Inngest({
    id: `app-${randomBytes(6).toString("hex")}`,
    isDev: false,
    baseUrl: server.url,
    eventKey: server.keys.eventKey,
    signingKey: server.keys.signingKey,
    ...(signingKeyFallback ? { signingKeyFallback } : {}),
    checkpointing: false,
    // Failures here are on purpose.
    logger: SILENT,
  });
  const made = functions(client);
  const calls: TestApp["calls"] = [];
  let listener: RequestListener = serve({ client, functions: made });
  let http: Server | undefined;
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}/api/inngest`;
  const app: TestApp = {
    client,
    url,
    calls,
    send: client.send.bind(client),
    async sync(query = "", headers = {}) {
      // Another app may have used this port before; a kept connection would lead to it.
      const response = await fetch(`${url}${query}`, { method: "PUT", headers: { connection: "close", ...headers } });
      return { status: response.status, body: (await response.json()) as { message?: string; modified?: boolean } };
    },
    replace(others) {
      listener = serve({ client, functions: others });
    },
    async start() {
      http = createServer((request, response) => {
        const call: TestApp["calls"][number] = {
          method: request.method ?? "",
          query: new URL(request.url ?? "", url).searchParams,
        };
        calls.push(call);
        response.on("finish", () => {
          call.status = response.statusCode;
        });
        listener(request, response);
      });
      http.listen(port, "127.0.0.1");
      await once(http, "listening");
    },
    async stop() {
      http?.closeAllConnections();
      await new Promise((done) => http?.close(done));
    },
  };
  await app.start();
  if (register) {
    const { status, body } = await app.sync();
    if (status !== 200 || body.message !== "Successfully registered")
      throw new Error(`Not registered: ${body.message}`);
  }
  return app;
}

/** The runs that an event has started, once there are `count` of them and all have ended. */
export async function endedRuns(server: Tested, eventId: string | undefined, count = 1): Promise<RunInfo[]> {
  return until(async () => {
    const runs = await runsOf(server, eventId);
    // The status arrives first, at a real server some time before the run's result.
    return runs.length >= count && runs.every(({ ended_at }) => ended_at !== null) ? runs : undefined;
  });
}

/** The one run that an event has started, once it has ended. */
export async function endedRun(server: Tested, eventId: string | undefined): Promise<RunInfo> {
  const [run] = await endedRuns(server, eventId);
  if (!run) throw new Error("The event has started no run.");
  return run;
}

/** The runs that an event has started so far. */
export async function runsOf(server: Tested, eventId: string | undefined): Promise<RunInfo[]> {
  // A real server caches its answer to the same request for 15 s.
  const path = `/v1/events/${eventId}/runs?asked=${randomBytes(6).toString("hex")}`;
  const { data } = (await askServer(server, path)) as { data: RunInfo[] | null };
  return data ?? [];
}

/** Calls the server's REST API as the SDK would. */
export async function askServer({ url, keys }: Tested, path: string, method = "GET"): Promise<unknown> {
  const headers = { authorization: `Bearer ${hashedKey(keys.signingKey)}` };
  const text = await (await fetch(url + path, { method, headers })).text();
  return text === "" ? null : JSON.parse(text);
}

/** A promise that the test resolves. */
export function gate(): { held: Promise<void>; release(): void } {
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  return { held, release };
}

/** Waits until `look` finds something, and returns it; `moreMs` for scheduled work. */
export async function until<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  moreMs = 0,
): Promise<Found> {
  const withinMs = OUTCOME_WITHIN_MS + moreMs;
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${look}`);
    await pause(LOOK_EVERY_MS);
  }
}
