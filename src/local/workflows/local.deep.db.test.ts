import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/local/ports";
import { workerUrls } from "@/test/db";
import { endedRun, serveApp, type Tested, until } from "@/test/workflows";
import { startLocalWorkflows } from "./local";

let dir: string;
let local: Awaited<ReturnType<typeof startLocalWorkflows>>;
let server: Tested;
let port: number;
const notices: string[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-workflows-"));
  port = await freePort();
  local = await startLocalWorkflows({
    dir,
    superuserUrl: workerUrls().superuser,
    appUrl: `http://127.0.0.1:${port}/api/inngest`,
    notice: (text) => notices.push(text),
  });
  const { INNGEST_EVENT_KEY: eventKey = "", INNGEST_SIGNING_KEY: signingKey = "" } = local.env;
  server = { url: local.url, keys: { eventKey, signingKey }, stop: local.stop };
});
afterAll(async () => {
  await local.stop();
  await rm(dir, { recursive: true });
});

it("keeps its keys where only this user reads them, and tells the app to be in signed mode", async () => {
  expect(local.env).toEqual({
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: local.url,
    INNGEST_SERVE_ORIGIN: `http://127.0.0.1:${port}`,
    INNGEST_EVENT_KEY: expect.stringMatching(/^[\w-]{43}$/),
    INNGEST_SIGNING_KEY: expect.stringMatching(/^signkey-local-[0-9a-f]{64}$/),
  });
  for (const name of (await readdir(dir)).filter((file) => !file.endsWith(".port"))) {
    expect((await stat(join(dir, name))).mode & 0o077, name).toBe(0);
  }
});

it("has a database that no role of the app may open, and may not open theirs", async () => {
  const urls = workerUrls();
  for (const url of [urls.app, urls.platform, urls.owner]) {
    await expect(connect(Object.assign(new URL(url), { pathname: "/workflows" }).href)).rejects.toThrow(
      /permission denied for database "workflows"/,
    );
  }
  const own = await ownDatabase();
  await connect(own);
  await expect(connect(Object.assign(new URL(own), { pathname: new URL(urls.app).pathname }).href)).rejects.toThrow(
    /permission denied for database/,
  );
});

it("starts beside another one of the same folder, each with its own work", async () => {
  const otherPort = await freePort();
  const second = await startLocalWorkflows({
    dir,
    superuserUrl: workerUrls().superuser,
    appUrl: `http://127.0.0.1:${otherPort}/api/inngest`,
    notice: (text) => notices.push(text),
  });
  expect(second.url).not.toBe(local.url);
  const other = { ...server, url: second.url };
  const ours = await serveApp(server, answering("ours"), { port });
  const theirs = await serveApp(other, answering("theirs"), { port: otherPort });
  const [first, last] = [await ours.send({ name: "local/both" }), await theirs.send({ name: "local/both" })];
  expect(await endedRun(server, first.ids[0])).toMatchObject({ output: "ours" });
  expect(await endedRun(other, last.ids[0])).toMatchObject({ output: "theirs" });
  await ours.stop();
  await theirs.stop();
  await second.stop();
});

it("has the app register by itself: once it answers, and when it has changed", async () => {
  const make = (answer: number) => (client: Parameters<Parameters<typeof serveApp>[1]>[0]) => [
    client.createFunction({ id: `asked-${answer}`, triggers: { event: "local/asked" } }, () => answer),
  ];
  const app = await serveApp(server, make(1), { register: false, port });
  // An app answers this call when the server has accepted its registration.
  const registered = (from: number) =>
    until(() => app.calls.slice(from).some(({ method, status }) => method === "PUT" && status === 200));
  const asked = async () => (await endedRun(server, (await app.send({ name: "local/asked" })).ids[0])).output;
  await registered(0);
  expect(await asked()).toBe(1);
  const before = app.calls.length;
  app.replace(make(2)(app.client));
  await registered(before);
  expect(await asked()).toBe(2);
  await app.stop();
  expect(notices).toEqual([]);
});

it("registers its own app and no other one", async () => {
  const app = await serveApp(server, answering("ours", "local/own"), { port });
  const stranger = await serveApp(server, answering("stolen", "local/own"), { register: false });
  expect(await stranger.sync()).toEqual({
    status: 400,
    body: { message: `No app is known at ${stranger.url}.`, modified: false },
  });
  const { ids } = await app.send({ name: "local/own" });
  expect(await endedRun(server, ids[0])).toMatchObject({ output: "ours" });
  expect(stranger.calls.map(({ method }) => method)).toEqual(["PUT"]);
  await app.stop();
  await stranger.stop();
});

it("calls its own app and no other one, whatever its database says", async () => {
  const app = await serveApp(server, answering("ours", "local/kept"), { port });
  const stranger = await serveApp(server, answering("stolen", "local/kept"), { register: false });
  const database = new Client({ connectionString: await ownDatabase() });
  await database.connect();
  const moved = await database.query(
    "UPDATE workflows.functions SET config = replace(config::text, $1, $2)::json WHERE app_id = $3",
    [app.url, stranger.url, app.client.id],
  );
  await database.query("UPDATE workflows.apps SET hash = '' WHERE id = $1", [app.client.id]);
  await database.end();
  expect(moved.rowCount).toBe(1);
  const { ids } = await app.send({ name: "local/kept" });
  expect(await endedRun(server, ids[0])).toMatchObject({ output: "ours" });
  expect(stranger.calls).toEqual([]);
  await app.stop();
  await stranger.stop();
});

function answering(answer: string, event = "local/both"): Parameters<typeof serveApp>[1] {
  return (client) => [client.createFunction({ id: "answer", triggers: { event } }, () => answer)];
}

async function connect(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address of the engine's own database, as the engine opens it. */
async function ownDatabase(): Promise<string> {
  const password = (await readFile(join(dir, "password"), "utf8")).trim();
  const login = { username: "throughline_workflows", password, pathname: "/workflows" };
  return Object.assign(new URL(workerUrls().superuser), login).href;
}
