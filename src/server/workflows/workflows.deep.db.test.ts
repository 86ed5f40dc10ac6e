import { randomUUID } from "node:crypto";
import { Inngest } from "inngest";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "@/local/ports";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events, noting } from "@/test/own-operations";
import { servedJobs } from "@/test/served-jobs";
import type { Ctx } from "../context";
import { AppError } from "../errors";
import { emit } from "../events";
import { log } from "../log";
import { claim } from "../outbox/claim";
import { type OutboxEvent, Refused, Unreachable } from "../outbox/consumers";
import { relayOnce } from "../outbox/relay";
import { workflowsBy } from "./consumer";
import type { DeliveredEvent, Job } from "./job";

let workspace: TestWorkspace;
let ctx: Ctx;
/** The job's finished steps, by workspace and step; and what its steps throw. */
const done: { tenantId: string; step: string; entityId: string }[] = [];
const failing = new Map<string, () => Error>();
/** The promises that its first steps in a workspace wait for. */
const held = new Map<string, Promise<void>>();

const job: Job = {
  id: `note-${randomUUID()}`,
  label: "Takes notes",
  module: "platform",
  on: [events.noted],
  atOnce: 1,
  async run({ event, step }) {
    for (const name of ["first", "second"])
      await step(name, async (inner) => {
        if (name === "first") await held.get(inner.tenant.id);
        const error = failing.get(inner.tenant.id);
        if (error && name === "second") throw error();
        done.push({ tenantId: inner.tenant.id, step: name, entityId: event.entityId });
        return null;
      });
  },
};
/** Waits a moment, in a suspended workspace too. */
const patient: Job = {
  id: `wait-${randomUUID()}`,
  label: "Waits",
  module: "platform",
  on: [events.secret],
  atOnce: 1,
  whileSuspended: true,
  async run({ event, step, sleepUntil }) {
    const until = (await step("choose", async () => new Date(Date.now() + 400).toISOString())) ?? "";
    await sleepUntil("rest", until);
    await step("look", async (inner) => {
      const late = Date.now() >= Date.parse(until) ? "late enough" : "too early";
      done.push({ tenantId: inner.tenant.id, step: `${late}, ${inner.tenant.status}`, entityId: event.entityId });
      return null;
    });
  },
};
const jobs = servedJobs(job, patient);
const { consumer } = jobs;

beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

const note = (times = 1) =>
  noting(async (inner, id) => {
    for (let turn = 1; turn < times; turn++) emit(inner, events.noted, { id, data: {} });
  })(ctx, { name: randomUUID() });
const mine = () => done.filter(({ tenantId }) => tenantId === workspace.tenant.id);
const steps = () => mine().map(({ step }) => step);
const runs = () =>
  adminQuery<{ status: string; reason: string | null; round: number }>(
    "select status, reason, round from job_runs where tenant_id = $1 order by id",
    [workspace.tenant.id],
  );
const statuses = async () => (await runs()).map(({ status }) => status);
const eventually = (statusesNow: string[]) => expect.poll(statuses).toEqual(statusesNow);

async function delivered(id: string, over: Partial<DeliveredEvent> = {}): Promise<DeliveredEvent> {
  const [row] = await adminQuery<{ id: string }>("select id from events where entity_id = $1 order by id", [id]);
  const eventId = row?.id ?? "";
  const tenantId = workspace.tenant.id;
  const key = `${tenantId}:${eventId}:0:${randomUUID()}`;
  const about = { name: events.noted.name, entity: "account", entityId: id, version: 1, memberId: null };
  return { key, tenantId, eventId, ...about, at: Date.now(), round: 0, ...over };
}
const send = async (data: DeliveredEvent) => {
  const { ids } = await jobs.app.send({ name: events.noted.name, data });
  return ids[0];
};

describe("an event of the outbox", () => {
  test("is worked on once, however often it comes", async () => {
    const { id } = await note();
    await relayOnce(consumer);
    await eventually(["done"]);
    await adminQuery("update event_deliveries set delivered_at = null where consumer = $1", [consumer.name]);
    await relayOnce(consumer);
    // As after more than the day for which a workflow server remembers ids.
    await send(await delivered(id));
    await note();
    await relayOnce(consumer);
    await eventually(["done", "done"]);
    expect(steps()).toEqual(["first", "second", "first", "second"]);
  });

  test("that a process which died had in hand reaches the job when its lease is over", async () => {
    await note();
    expect((await claim(consumer.name)).length).toBeGreaterThan(0);
    expect(await relayOnce(consumer)).toBe(false);
    await adminQuery("update event_deliveries set due_at = now() - interval '1 second' where consumer = $1", [
      consumer.name,
    ]);
    await relayOnce(consumer);
    await eventually(["done"]);
  });

  test("waits while the workflow server is down, and then all are worked on in their order", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const down = new Inngest({ ...{ id: "down", isDev: false, baseUrl: nobody }, eventKey: "k", logger: quiet });
    const away = { ...consumer, deliver: workflowsBy(async () => down).deliver };
    const ids: string[] = [];
    for (let turn = 0; turn < 4; turn++) ids.push((await note()).id);
    await expect(relayOnce(away)).rejects.toThrow(Unreachable);
    expect(await runs()).toEqual([]);
    await relayOnce(consumer);
    await eventually(Array(4).fill("done"));
    expect(mine().flatMap(({ step, entityId }) => (step === "first" ? [entityId] : []))).toEqual(ids);
  });

  test("that the server does not take as it is stays behind alone", async () => {
    const { id } = await note();
    const { eventId } = await delivered(id);
    const odd: OutboxEvent = {
      ...{ tenantId: workspace.tenant.id, id: eventId, name: events.noted.name, entity: "account", entityId: id },
      ...{ entityVersion: 1, memberId: null, origin: null, at: 1 },
    };
    const refused = consumer.deliver([odd]);
    await expect(refused).rejects.toThrow(Refused);
    await expect(refused).rejects.toThrow(/^The workflow server refused: Inngest API Error: 400/);
  });
});

test("a workspace whose places are taken holds up no other one", async () => {
  const other = await testWorkspace();
  let release: () => void = () => undefined;
  held.set(workspace.tenant.id, new Promise((resolve) => (release = resolve)));
  onTestFinished(() => release());
  await note();
  await note();
  await noting()(await other.role("admin"), { name: randomUUID() });
  await relayOnce(consumer);
  const theirs = () => adminQuery("select status from job_runs where tenant_id = $1", [other.tenant.id]);
  await expect.poll(theirs).toEqual([{ status: "done" }]);
  expect(await statuses()).toEqual(["running"]);
  release();
  await eventually(["done", "done"]);
});

test("old runs are deleted when another run is done, those that may be repeated later", async () => {
  await note();
  await relayOnce(consumer);
  await eventually(["done"]);
  const ages = [
    ["done", 13],
    ["done", 15],
    ["skipped", 15],
    ["failed", 89],
    ["failed", 91],
    ["cancelled", 89],
    ["cancelled", 91],
  ];
  for (const [at, [status, days]] of ages.entries())
    await adminQuery(
      `insert into job_runs (id, tenant_id, job, event_id, round, run_id, event_name, entity, entity_id, status, finished_at)
       select gen_random_uuid(), tenant_id, job, event_id, $2, run_id, event_name, entity, entity_id, $3,
              now() - $4 * interval '1 day'
       from job_runs where tenant_id = $1 and round = 0`,
      [workspace.tenant.id, at + 1, status, days],
    );
  await note();
  await relayOnce(consumer);
  const kept = async () => (await statuses()).sort();
  await expect.poll(kept).toEqual(["cancelled", "done", "done", "done", "failed"]);
});

test("an event that is sent twice with one key starts one run", async () => {
  const warn = vi.spyOn(log, "warn");
  const { id } = await note();
  const data = await delivered(id);
  await send(data);
  await send(data);
  const { id: later } = await note();
  await send(await delivered(later));
  await eventually(["done", "done"]);
  expect(steps()).toEqual(["first", "second", "first", "second"]);
  expect(warn).not.toHaveBeenCalled();
});

test("a job waits until the moment that it names, and sees to a suspended workspace itself where it says so", async () => {
  await noting(async (inner, id) => emit(inner, events.secret, { id, data: { apiToken: "", note: "" } }))(ctx, {
    name: randomUUID(),
  });
  await adminQuery("update tenants set status = 'suspended' where id = $1", [workspace.tenant.id]);
  await relayOnce(consumer);
  await expect.poll(steps).toContain("late enough, suspended");
});

describe("a job that fails", () => {
  test("for a reason that stays leaves it for the admins, at once", async () => {
    failing.set(workspace.tenant.id, () => new AppError("CONFLICT", "The note is gone."));
    await note();
    await relayOnce(consumer);
    await eventually(["failed"]);
    expect(await runs()).toEqual([{ status: "failed", reason: "The note is gone.", round: 0 }]);
    expect(steps()).toEqual(["first"]);
    const delivered = await adminQuery("select data from events where tenant_id = $1 and name = 'jobRun.failed'", [
      workspace.tenant.id,
    ]);
    expect(delivered).toEqual([{ data: { reason: "The note is gone." } }]);
  });

  test("again and again leaves a reference and nothing of its inside", async () => {
    failing.set(workspace.tenant.id, () => new Error("select secret from somewhere"));
    await note();
    await relayOnce(consumer);
    await eventually(["failed"]);
    expect((await runs())[0]?.reason).toMatch(/^Something went wrong on our side\. The reference is \S+\.$/);
  });

  test("once goes on where it was", async () => {
    let left = 2;
    failing.set(workspace.tenant.id, () => {
      left -= 1;
      if (left === 0) failing.delete(workspace.tenant.id);
      return new Error("not now");
    });
    await note();
    await relayOnce(consumer);
    await eventually(["done"]);
    expect(steps()).toEqual(["first", "second"]);
  });
});

describe("events without effect", () => {
  test("work for a suspended workspace, which says so", async () => {
    const { id } = await note();
    await adminQuery("update tenants set status = 'suspended' where id = $1", [workspace.tenant.id]);
    const warn = vi.spyOn(log, "warn");
    await send(await delivered(id));
    await eventually(["skipped"]);
    const line = { job: job.id, tenantId: workspace.tenant.id, reason: "The workspace is suspended." };
    expect(warn).toHaveBeenCalledWith(expect.objectContaining(line), "a job did not run");
    expect(await runs()).toEqual([{ status: "skipped", reason: "The workspace is suspended.", round: 0 }]);
    expect(mine()).toEqual([]);
  });

  test("an event of another workspace, one of a workspace that is gone, and what is no event of ours", async () => {
    const { id } = await note();
    const warn = vi.spyOn(log, "warn");
    const theirs = await delivered(id);
    const other = await testWorkspace();
    const sent = [
      { ...theirs, tenantId: other.tenant.id },
      { ...theirs, entityId: randomUUID() },
      { ...theirs, tenantId: randomUUID() },
      { ...theirs, tenantId: "none" },
    ];
    for (const [at, data] of sent.entries()) await send({ ...data, key: `${theirs.key} ${at}` });
    await send(theirs);
    await eventually(["done"]);
    const lines = warn.mock.calls as unknown as [{ tenantId: string; reason: string }, string][];
    expect(lines.map(([{ tenantId, reason }]) => [tenantId, reason]).sort()).toEqual(
      [
        [other.tenant.id, "the workspace does not have this event"],
        [theirs.tenantId, "the workspace does not have this event"],
        [sent[2]?.tenantId, "the workspace does not have this event"],
      ].sort(),
    );
    expect(await adminQuery("select 1 from job_runs where tenant_id = $1", [other.tenant.id])).toEqual([]);
    expect(done.filter(({ entityId }) => entityId === id)).toHaveLength(2);
  });
});

const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
