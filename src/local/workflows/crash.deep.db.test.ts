import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { freePort } from "@/local/ports";
import { type FreshDatabase, freshDatabase, killBackends } from "@/test/db";
import {
  endedRun,
  endedRuns,
  gate,
  newKeys,
  quickOptions,
  runsOf,
  serveApp,
  type TestApp,
  type Tested,
  until,
} from "@/test/workflows";
import { startWorkflows, type Workflows } from "./start";

let database: FreshDatabase;
let engine: Workflows;
let server: Tested;
const notices: string[] = [];
const apps: TestApp[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const keys = newKeys();
  const options = quickOptions(database.urls.owner, await freePort(), keys);
  engine = await startWorkflows(options, (text) => notices.push(text));
  server = { ...engine, keys };
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});
afterAll(async () => {
  await engine.stop();
  await database[Symbol.asyncDispose]();
});

it("34: goes on with a sleeping run when it was killed, and runs no finished step again", async () => {
  const ran: string[] = [];
  const app = await serve((client) => [
    client.createFunction({ id: "sleeper", triggers: { event: "crash/sleeper" } }, async ({ step }) => {
      await step.run("before", () => ran.push("before"));
      await step.sleep("nap", "2s");
      return step.run("after", () => ran.push("after"));
    }),
  ]);
  const { ids } = await app.send({ name: "crash/sleeper" });
  await until(sleeps);
  // As if it had been running the wake-up task when it was killed.
  await database.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed' WHERE key LIKE 'wake:%'",
  );
  await killEngine();
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: 2 });
  expect(ran).toEqual(["before", "after"]);
});

it("34: repeats the call that was under way when it was killed, and no other", async () => {
  const ran: string[] = [];
  const { held, release } = gate();
  const app = await serve((client) => [
    client.createFunction({ id: "caught", triggers: { event: "crash/caught" } }, async ({ step }) => {
      await step.run("before", () => ran.push("before"));
      await step.run("caught", async () => {
        ran.push("caught");
        if (ran.length === 2) await held;
      });
      return step.run("after", () => ran.push("after"));
    }),
  ]);
  const { ids } = await app.send({ name: "crash/caught" });
  await until(() => ran.length === 2);
  await killEngine();
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: 4 });
  release();
  expect(ran).toEqual(["before", "caught", "caught", "after"]);
});

it("33: waits for an app that is down, which costs no attempt", async () => {
  const attempts: number[] = [];
  const app = await serve((client) => [
    client.createFunction({ id: "patient", triggers: { event: "crash/patient" }, retries: 0 }, ({ attempt }) =>
      attempts.push(attempt),
    ),
  ]);
  await app.stop();
  const { ids } = await app.send({ name: "crash/patient" });
  await until(async () => (await database.query("SELECT 1 FROM workflows.calls WHERE misses > 2")).length > 0);
  expect(await runsOf(server, ids[0])).toMatchObject([{ status: "Running" }]);
  await app.start();
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed" });
  expect(attempts).toEqual([0]);
});

it("33: tries again where an app dies in the middle of a step", async () => {
  const ran: string[] = [];
  const app = await serve((client) => [
    client.createFunction({ id: "dying", triggers: { event: "crash/dying" } }, async ({ step, attempt }) => {
      await step.run("before", () => ran.push("before"));
      await step.run("dying", async () => {
        ran.push(`dying ${attempt}`);
        if (attempt === 0) await new Promise(() => {});
      });
    }),
  ]);
  const { ids } = await app.send({ name: "crash/dying" });
  await until(() => ran.length === 2);
  await app.stop();
  await app.start();
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed" });
  expect(ran).toEqual(["before", "dying 0", "dying 1"]);
});

it("tells when it ended by itself, and takes no event twice that it had answered", async () => {
  const ran: unknown[] = [];
  const app = await serve((client) => [
    client.createFunction({ id: "counted", triggers: { event: "crash/counted" } }, ({ event }) =>
      ran.push(event.data.n),
    ),
  ]);
  const sent = app.send(Array.from({ length: 50 }, (_, n) => ({ name: "crash/counted", data: { n } })));
  const { ids } = await sent;
  await killEngine();
  for (const id of ids) expect(await endedRun(server, id)).toMatchObject({ status: "Completed" });
  expect(new Set(ran).size).toBe(50);
  for (const id of ids) expect(await runsOf(server, id)).toHaveLength(1);
  expect(notices.at(-1)).toContain("ended unexpectedly (killed by SIGKILL)");
});

it("34: ends every run when it is killed again and again, and goes back to no step that it was past", async () => {
  const log = new Map<string, number[]>();
  const app = await serve((client) => [
    client.createFunction(
      { id: "steady", triggers: { event: "crash/steady" }, concurrency: { limit: 5, key: "event.data.tenant" } },
      async ({ step, runId }) => {
        for (const n of [1, 2, 3, 4]) {
          await step.run(`step ${n}`, () => {
            log.set(runId, [...(log.get(runId) ?? []), n]);
          });
        }
      },
    ),
  ]);
  const { ids } = await app.send(
    Array.from({ length: 30 }, (_, n) => ({ name: "crash/steady", data: { tenant: n % 3 } })),
  );
  const done = () => [...log.values()].reduce((sum, steps) => sum + steps.length, 0);
  for (const progress of [10, 45, 80]) {
    await until(() => done() >= progress);
    await killEngine();
  }
  for (const id of ids) {
    const runs = await endedRuns(server, id);
    expect(runs).toMatchObject([{ status: "Completed" }]);
    const steps = log.get(runs[0]?.run_id ?? "") ?? [];
    expect([...new Set(steps)]).toEqual([1, 2, 3, 4]);
    expect(steps).toEqual([...steps].sort());
  }
});

it("does nothing twice when its queue brings it twice", async () => {
  const ran: string[] = [];
  const { held, release } = gate();
  const app = await serve((client) => [
    client.createFunction({ id: "doubled", triggers: { event: "crash/doubled" } }, async ({ step }) => {
      await step.run("held", async () => {
        ran.push("held");
        await held;
      });
      await step.sleep("nap", "1s");
      return step.run("after", () => ran.push("after"));
    }),
  ]);
  const { ids } = await app.send({ name: "crash/doubled" });
  await until(() => ran.length === 1);
  for (const task of ["call", "intake"]) await twice(task);
  await until(
    async () =>
      (await database.query("SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NULL AND run_at < now()")).length ===
      0,
  );
  release();
  await until(sleeps);
  await twice("wake");
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: 2 });
  expect(ran).toEqual(["held", "after"]);
  expect(await runsOf(server, ids[0])).toHaveLength(1);
});

it("26: makes each due time of a cron once, those of its absence as well", async () => {
  // By run: a call in progress at the kill is repeated.
  const times = new Map<string, number>();
  const app = await serve((client) => [
    client.createFunction({ id: "clock", triggers: { cron: "* * * * * *" } }, ({ event, runId }) => {
      times.set(runId, event.ts ?? 0);
    }),
  ]);
  await until(() => times.size >= 1);
  await twice("cron");
  await killEngine();
  await until(() => times.size >= 3);
  await killEngine();
  const wanted = times.size + 3;
  await until(() => times.size >= wanted);
  app.replace([]);
  await app.sync();
  const sorted = [...times.values()].sort();
  expect(sorted).toEqual(sorted.map((_, index) => (sorted[0] ?? 0) + index * 1_000));
});

it("leaves out an event that cannot be worked on, and goes on with those behind it", async () => {
  await database.query(`
    CREATE FUNCTION workflows.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'out of range' USING ERRCODE = '22003'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON workflows.runs FOR EACH ROW
    WHEN (NEW.function_id LIKE '%-poisoned') EXECUTE FUNCTION workflows.refuse();
  `);
  const app = await serve((client) => [
    client.createFunction({ id: "poisoned", triggers: { event: "crash/poisoned" } }, () => "never"),
    client.createFunction({ id: "behind", triggers: { event: "crash/behind" } }, () => "fine"),
  ]);
  const { ids } = await app.send([{ name: "crash/poisoned" }, { name: "crash/behind" }]);
  expect(await endedRun(server, ids[1])).toMatchObject({ output: "fine" });
  expect(await runsOf(server, ids[0])).toEqual([]);
});

it("goes on when its database cuts all its connections", async () => {
  const app = await serve((client) => [
    client.createFunction({ id: "cut", triggers: { event: "crash/cut" } }, async ({ step }) => {
      await step.sleep("nap", "1s");
      return step.run("after", () => "after");
    }),
  ]);
  const { ids } = await app.send({ name: "crash/cut" });
  const before = engine.pid();
  expect(await killBackends({ urls: database.urls, role: "owner" })).toBeGreaterThan(0);
  await until(() => engine.pid() !== before);
  await until(async () => (await fetch(`${server.url}/health`).catch(() => undefined))?.ok);
  expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: "after" });
});

async function serve(functions: Parameters<typeof serveApp>[1]): Promise<TestApp> {
  const app = await serveApp(server, functions);
  apps.push(app);
  return app;
}

/** Adds a queued task to the queue again. */
async function twice(task: string): Promise<void> {
  await database.query(
    `SELECT graphile_worker.add_job($1, j.payload, run_at => j.run_at) FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1`,
    [task],
  );
}

/** Kills its process at once, and waits until the next one answers. */
async function killEngine(): Promise<void> {
  const killed = engine.pid();
  process.kill(killed, "SIGKILL");
  await until(() => engine.pid() !== killed);
  await until(async () => (await fetch(`${server.url}/health`).catch(() => undefined))?.ok);
}

/** Whether a run sleeps: each test ends its own. */
async function sleeps(): Promise<boolean> {
  const waiting = await database.query("SELECT 1 FROM workflows.steps WHERE op = 'Sleep' AND state = 'waiting'");
  return waiting.length > 0;
}
