import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Due } from "@/lib/due";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events } from "@/test/own-operations";
import { log } from "../log";
import { requestDueWork, strike } from "./clock";
import { askAt, everyJob } from "./due-work";
import { type Job, registerJobs } from "./job";
import { wakes } from "./wakes";

let workspace: TestWorkspace;
/** The answers of the job, by workspace. */
const due = new Map<string, (now: Date) => Due>();
const job: Job = {
  id: `sweep-${randomUUID()}`,
  label: "Sweeps",
  module: "platform",
  on: [events.noted],
  wakes: [events.noted],
  atOnce: 1,
  due: async ({ tenant }, now) => due.get(tenant.id)?.(now) ?? { slots: [], next: null },
  run: async () => undefined,
};

// After the moment at which the workspaces of a test are made: they are due at once.
const now = new Date(Date.now() + 60_000);
const later = (ms: number) => new Date(now.getTime() + ms);
const [minute, day] = [60_000, 86_400_000];
const slot = (next: Date | null = null) => ({ slots: ["2026-11-20"], next });

beforeEach(async () => {
  registerJobs([job]);
  // The clock asks all workspaces of the database: those of other tests have nothing due.
  await adminQuery("delete from due_work");
  workspace = await testWorkspace();
  due.set(workspace.tenant.id, () => slot());
});

const requested = (of = workspace) =>
  adminQuery("select job, slot from sweeps where tenant_id = $1 order by slot", [of.tenant.id]);
const delivered = (of = workspace) =>
  adminQuery("select e.name from events e join sweeps s on s.id = e.entity_id where e.tenant_id = $1", [of.tenant.id]);
const rows = (of = workspace) =>
  adminQuery<{ job: string; at: Date }>("select job, at from due_work where tenant_id = $1 order by job", [
    of.tenant.id,
  ]);

test("due work is requested once, however often the clock runs, also at the same time", async () => {
  const { tenant } = workspace;
  const { id } = tenant;
  await Promise.all([requestDueWork(tenant, now), requestDueWork(tenant, now), requestDueWork(tenant, now)]);
  const debug = vi.spyOn(log, "debug");
  await requestDueWork(tenant, now);
  const line = { tenantId: id, job: job.id, slots: ["2026-11-20"] };
  expect(debug.mock.calls).toEqual([[line, "due work was already requested"]]);
  expect(await requested()).toEqual([{ job: job.id, slot: "2026-11-20" }]);
  expect(await delivered()).toEqual([{ name: events.noted.name }]);
  due.set(id, () => ({ slots: ["2026-11-20", "2026-11-21"], next: null }));
  await requestDueWork(tenant, now);
  expect(await requested()).toHaveLength(2);
  expect(await delivered()).toHaveLength(2);
});

test("a workspace without due work costs the clock nothing", async () => {
  due.set(workspace.tenant.id, () => ({ slots: [], next: null }));
  await strike(now);
  const query = vi.spyOn(pg.Client.prototype, "query");
  expect(await strike(now)).toBe(0);
  const texts = query.mock.calls.map(([config]) => String((config as { text?: string }).text ?? config));
  expect(texts).toEqual([expect.stringMatching(/^select tenant_id, job from due_work/)]);
});

test("a new workspace is asked at once, then once a week, and a job when it said", async () => {
  due.set(workspace.tenant.id, () => ({ slots: [], next: later(5 * minute) }));
  expect(await strike(now)).toBe(1);
  const [every, own] = await rows();
  expect(own).toEqual({ job: job.id, at: later(5 * minute) });
  expect(every?.job).toBe(everyJob);
  expect(every?.at.getTime()).toBeGreaterThan(later(5 * day).getTime());
  expect(every?.at.getTime()).toBeLessThanOrEqual(later(7 * day).getTime());
  due.set(workspace.tenant.id, () => slot());
  expect(await strike(later(4 * minute))).toBe(0);
  expect(await requested()).toEqual([]);
  expect(await strike(later(5 * minute))).toBe(1);
  expect(await requested()).toHaveLength(1);
  // It waits for an event now.
  expect(await rows()).toEqual([every]);
});

test("a job is never asked twice within a minute because it says so", async () => {
  due.set(workspace.tenant.id, (at) => slot(at));
  await strike(now);
  const own = (await rows()).find((row) => row.job === job.id);
  expect(own?.at.getTime()).toBeGreaterThanOrEqual(later(minute).getTime());
});

test("an event that a job names has it asked, and its time is never put off", async () => {
  await strike(now);
  await askAt(workspace.tenant.id, [job.id], later(5 * minute));
  await askAt(workspace.tenant.id, [job.id], later(9 * minute));
  expect(await rows()).toContainEqual({ job: job.id, at: later(5 * minute) });
  expect([wakes.wants(events.noted), wakes.wants({ name: "other", entity: "note" })]).toEqual([true, false]);
  const told = { tenantId: workspace.tenant.id, id: randomUUID(), name: events.noted.name, entity: "note" };
  const since = Date.now();
  await wakes.deliver([
    { ...told, entityId: randomUUID(), entityVersion: null, memberId: null, origin: null, at: since },
  ]);
  const own = (await rows()).find((row) => row.job === job.id);
  expect(own?.at.getTime()).toBeGreaterThanOrEqual(since);
  expect(own?.at.getTime()).toBeLessThan(later(5 * minute).getTime());
});

test("an event while a job is asked has it asked again: what it answered may be outdated", async () => {
  await strike(now);
  await askAt(workspace.tenant.id, [job.id], now);
  let woken: Promise<void> | undefined;
  due.set(workspace.tenant.id, () => {
    woken = askAt(workspace.tenant.id, [job.id], now);
    return { slots: [], next: later(day) };
  });
  const slow = job.due;
  registerJobs([
    {
      ...job,
      due: async (ctx, at) => {
        const answer = await slow?.(ctx, at);
        await woken;
        return answer ?? slot();
      },
    },
  ]);
  await strike(now);
  expect(await rows()).toContainEqual({ job: job.id, at: now });
});

test("asking every job makes a later time earlier, and never an earlier one later", async () => {
  await strike(now);
  const { id } = workspace.tenant;
  for (const [first, said, then] of [
    [later(2 * day), later(day), later(day)],
    [later(day), later(2 * day), later(day)],
  ] as const) {
    due.set(id, () => ({ slots: [], next: said }));
    await adminQuery("delete from due_work where tenant_id = $1", [id]);
    await askAt(id, [job.id], first);
    await askAt(id, [everyJob], now);
    await strike(now);
    expect(await rows()).toContainEqual({ job: job.id, at: then });
  }
});

test("an answer that comes after its claim has ended is not stored: the job is asked again", async () => {
  await strike(now);
  const longAgo = new Date(Date.now() - 2 * minute);
  await askAt(workspace.tenant.id, [job.id], longAgo);
  due.set(workspace.tenant.id, () => ({ slots: [], next: null }));
  await strike(longAgo);
  expect((await rows()).map((row) => row.job)).toContain(job.id);
});

test("a process that dies while it asks holds the workspace back for a minute", async () => {
  await strike(now);
  await askAt(workspace.tenant.id, [job.id], now);
  await adminQuery(
    `create function die() returns trigger language plpgsql as $$ begin raise exception 'dead'; end $$;
     create trigger die before insert on sweeps execute function die()`,
  );
  due.set(workspace.tenant.id, () => ({ slots: ["2026-11-21"], next: null }));
  vi.spyOn(log, "error").mockImplementation(() => undefined);
  try {
    await strike(now);
  } finally {
    await adminQuery("drop trigger die on sweeps; drop function die()");
  }
  expect(await strike(later(minute - 1))).toBe(0);
  expect(await strike(later(2 * minute))).toBe(1);
  expect(await requested()).toContainEqual({ job: job.id, slot: "2026-11-21" });
});

test("a clock that jumps forward and back starts nothing twice, and asks again when the time has come", async () => {
  due.set(workspace.tenant.id, (at) => ({
    slots: [at.toISOString().slice(0, 10)],
    next: new Date(at.getTime() + day),
  }));
  await strike(later(day));
  await strike(now);
  expect(await requested()).toHaveLength(1);
  await strike(later(2 * day + minute));
  expect(await requested()).toHaveLength(2);
});

test("another job's slot of the same name is another one, and what is long past is forgotten", async () => {
  const { tenant } = workspace;
  await requestDueWork(tenant, now);
  await adminQuery("update sweeps set at = now() - interval '31 days' where tenant_id = $1", [tenant.id]);
  registerJobs([{ ...job, id: `${job.id}-other` }]);
  await requestDueWork(tenant, now);
  expect(await requested()).toHaveLength(2);
  registerJobs([job]);
  due.set(tenant.id, () => ({ slots: ["2026-12-21"], next: null }));
  await requestDueWork(tenant, now);
  expect(await requested()).toEqual([
    { job: `${job.id}-other`, slot: "2026-11-20" },
    { job: job.id, slot: "2026-12-21" },
  ]);
});

test("a suspended workspace starts nothing, and is asked again a day later; one that is gone has no row", async () => {
  const other = await testWorkspace();
  due.set(other.tenant.id, () => slot());
  await adminQuery("update tenants set status = 'suspended' where id = $1", [workspace.tenant.id]);
  await strike(now);
  expect([await requested(), await delivered(), await requested(other)]).toEqual([[], [], [expect.anything()]]);
  const [row, ...others] = await rows();
  expect([row?.job, others]).toEqual([everyJob, []]);
  expect(row?.at.getTime()).toBeGreaterThanOrEqual(later(day).getTime());
  await askAt(randomUUID(), [job.id], now);
  expect(
    await adminQuery("select count(*)::int as n from due_work where tenant_id not in ($1, $2)", [
      workspace.tenant.id,
      other.tenant.id,
    ]),
  ).toEqual([{ n: 0 }]);
});

test("two processes at one minute share the workspaces, and each starts once", async () => {
  const all = [workspace];
  for (let nth = 0; nth < 5; nth++) all.push(await testWorkspace());
  for (const one of all) due.set(one.tenant.id, () => slot());
  await Promise.all([strike(now), strike(now)]);
  for (const one of all) expect([await requested(one), await delivered(one)]).toMatchObject([[{}], [{}]]);
});

test("the clock pauses for half of its time, so that requests are served", async () => {
  let worked = 0;
  for (const { tenant } of [await testWorkspace(), await testWorkspace(), await testWorkspace()])
    due.set(tenant.id, () => {
      const until = performance.now() + 40;
      while (performance.now() < until);
      worked += 40;
      return { slots: [], next: null };
    });
  const began = performance.now();
  await strike(now);
  expect(worked).toBe(120);
  expect(performance.now() - began).toBeGreaterThanOrEqual(2 * worked);
});

describe("no effect, and a line that says why", () => {
  test("a failure in one workspace does not stop the others, and is tried again later", async () => {
    const error = vi.spyOn(log, "error");
    const [other, third] = [await testWorkspace(), await testWorkspace()];
    const failure = new Error("not here");
    due.set(workspace.tenant.id, () => {
      throw failure;
    });
    for (const one of [other, third]) due.set(one.tenant.id, () => slot());
    while ((await strike(now, 1)) > 0);
    expect([await requested(), await delivered()]).toEqual([[], []]);
    expect([await requested(other), await requested(third)]).toEqual([[expect.anything()], [expect.anything()]]);
    expect(error).toHaveBeenCalledWith(
      { tenantId: workspace.tenant.id, job: job.id, err: failure },
      "a job could not say what is due",
    );
    const own = (await rows()).find((row) => row.job === job.id);
    expect(own?.at.getTime()).toBeGreaterThanOrEqual(later(15 * minute).getTime());
  });
});
