import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/env";
import { entitlementsAt } from "@/lib/entitlements";
import { type Child, startNode } from "@/local/child";
import { freePort, listenOn } from "@/local/ports";
import { tenantById } from "@/server/access";
import { adminQuery, forgetWorkspaces, workerUrls } from "@/test/db";
import { trpc } from "@/test/tenancy/doors";
import { fill } from "../data/fill";
import type { Scale } from "../data/scale";
import { signIn } from "../data/sign-in";
import type { Stage } from "../stage";
import { batchFigures } from "./batch";
import { contactFigures } from "./contact";
import { dayFigures } from "./day";
import { homeFigures } from "./home";
import { planFigures } from "./isolation";
import { depthFigures, listFigures } from "./lists";
import { newWorkspace } from "./new-workspace";
import { timelineFigures } from "./timeline";
import { viewFigures } from "./views";

/** The fewest accounts that leave more than a page after three filters. */
const tiny: Scale = {
  name: "small",
  accounts: 1_000,
  boardOpportunities: 120,
  olderOpportunities: 0,
  activities: 1_000,
  others: 0,
  importRows: 0,
};

const superuser = new Client({ connectionString: workerUrls().superuser });
const children: Child[] = [];
const app = createServer(async (incoming, response) => {
  const { url = "", method = "GET" } = incoming;
  const headers = incoming.headers as Record<string, string>;
  const body = method === "POST" ? { body: await text(incoming) } : {};
  const request = new Request(new URL(url, env.NEXTAUTH_URL), { method, headers, ...body });
  const answer = await (url.startsWith("/api/trpc/") ? trpc(request) : Response.json({ ok: true }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
});

// The bench's data have fixed ids and names for the whole database.
beforeAll(async () => {
  await forgetWorkspaces();
  await fill(workerUrls().superuser, tiny);
  await superuser.connect();
});

let stage: Stage;

afterAll(async () => {
  for (const child of children) await child.stop();
  app.closeAllConnections();
  app.close();
  await superuser.end();
  await forgetWorkspaces();
  await adminQuery("drop extension pg_stat_statements");
});

/** The tests' own server and database, as the bench's stage. */
async function testStage(): Promise<Stage> {
  const port = await freePort();
  await listenOn(app, { port, host: "127.0.0.1", name: "app" });
  const person = await signIn(superuser, env.NEXTAUTH_SECRET, "Bench");
  const start: Stage["start"] = (args, variables) => {
    const child = startNode(args, { env: variables, show: false });
    children.push(child);
    return child;
  };
  return {
    scale: tiny,
    urls: workerUrls(),
    superuser,
    env: { DATABASE_URL: workerUrls().app, NEXTAUTH_SECRET: env.NEXTAUTH_SECRET },
    app: { url: `http://127.0.0.1:${port}`, pid: process.pid },
    person,
    colleague: person,
    say: () => undefined,
    start,
    stop: async () => undefined,
  };
}

test("the bench measures a list beside its bare server, which must answer the same", async () => {
  stage = await testStage();
  const figures = await listFigures(stage, { connections: 2, requests: 20, rounds: 1 });
  expect(figures.map(({ id, unit }) => `${id} ${unit}`)).toEqual(["P2 requests/s", "P2 ms", "P2 requests/s", "P2 ms"]);
  for (const { value, baseline } of figures) expect([value > 0, (baseline ?? 0) > 0]).toEqual([true, true]);
});

test("the pages of a view with eight conditions are measured, and it is deleted again", async () => {
  const [first] = await viewFigures(stage, { connections: 2, requests: 20, rounds: 1 });
  expect(first).toMatchObject({ id: "P2", unit: "ms", measured: true });
  const left = await stage.superuser.query("select 1 from saved_views where archived_at is null");
  expect(left.rows).toEqual([]);
});

test("the depth of a list is its first page against its deepest one", async () => {
  const figures = await depthFigures(stage, 3);
  expect(figures.map(({ name }) => name)).toEqual([
    "page 20 against page 1, accounts.list by name",
    expect.stringMatching(/^page \d+ against page 1, accounts.list by annualRevenue$/),
    expect.stringMatching(/^page \d+ against page 1, opportunities.list by createdAt$/),
  ]);
});

test("the bench measures a contact beside its bare server, which must answer the same", async () => {
  const figures = await contactFigures(stage, { connections: 8, requests: 40, rounds: 1 });
  expect(figures.map(({ id, unit, measured }) => `${id} ${unit} ${measured}`)).toEqual([
    "P1 requests/s true",
    "P1 ms true",
  ]);
});

test("a batch of ten is measured beside one of them", async () => {
  const [figure] = await batchFigures(stage, 3);
  expect(figure).toMatchObject({ id: "P22", measured: true });
  expect(figure?.ratio).toBeGreaterThan(1);
});

test("the timeline of a record with many events is measured beside statements of the same shape", async () => {
  const figures = await timelineFigures(stage, 2);
  expect(figures.map(({ id, name, measured }) => `${id} ${name} ${measured}`)).toEqual([
    "P30 first page, against SQL true",
    "P30 page 100, against SQL true",
    "P30 page 100, against the first page true",
  ]);
});

test("Today, the calendar and the follow-ups of a member are measured, and their activities deleted again", async () => {
  const figures = await dayFigures(stage, 2, 200);
  expect(figures.map(({ id, measured }) => `${id} ${measured}`)).toEqual(Array.from({ length: 6 }, () => "day true"));
  const rest = await stage.superuser.query("select 1 from activities where name_key = 'bench of a day'");
  expect(rest.rows).toEqual([]);
});

test("the figures of Home are measured beside SQL by hand", async () => {
  const figures = await homeFigures(stage, 2);
  expect(figures.map(({ name, measured }) => `${name} ${measured}`)).toEqual(
    ["pipeline", "won", "forecast", "outcome"].map((tile) => `${tile}, median true`),
  );
});

// No noise moves plans, so this is a test: the other figures are only reported.
test("no condition of the frequent calls loses its index under the policies", async () => {
  const [figure] = await planFigures(stage);
  expect(figure?.note).toMatch(/^\d\d statements of \d\d calls explained$/);
  expect(figure).toMatchObject({ id: "P4", value: 0, pass: true });
});

test("a condition that cannot use its index under the policies is named", async () => {
  // The policies come first; after them an operator that might leak rows may not look into an index.
  await adminQuery("alter function pg_catalog.uuid_eq(uuid, uuid) not leakproof");
  try {
    const [figure] = await planFigures(stage);
    expect(figure?.note).toContain("opportunities.get: opportunities.id");
    // This one is no filter of a table then, but of the join with it.
    expect(figure?.note).toContain("opportunities.accountTotals: stages.id");
    expect(figure?.pass).toBe(false);
  } finally {
    await adminQuery("alter function pg_catalog.uuid_eq(uuid, uuid) leakproof");
  }
});

test("neither workspace of the imports has a limit of rows that would refuse them", async () => {
  const limitOf = async ({ person }: Stage) => {
    const tenant = await tenantById(person.tenantId);
    return tenant && entitlementsAt(tenant.subscription, new Date()).limit("importedRows");
  };
  expect(await limitOf(stage)).toBe(null);
  expect(await limitOf(await newWorkspace(stage))).toBe(null);
});
