import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events } from "@/test/own-operations";
import { log } from "../log";
import { requestDueWork, strike } from "./clock";
import { type Job, registerJobs } from "./job";

let workspace: TestWorkspace;
/** Due work by workspace. */
const due = new Map<string, () => string[]>();
const job: Job = {
  id: `sweep-${randomUUID()}`,
  label: "Sweeps",
  module: "platform",
  on: [events.noted],
  atOnce: 1,
  due: async ({ tenant }) => due.get(tenant.id)?.() ?? [],
  run: async () => undefined,
};

beforeEach(async () => {
  registerJobs([job]);
  workspace = await testWorkspace();
  due.set(workspace.tenant.id, () => ["2026-11-20"]);
});

const now = new Date();
const requested = (of = workspace) =>
  adminQuery("select job, slot from sweeps where tenant_id = $1 order by slot", [of.tenant.id]);
const delivered = (of = workspace) =>
  adminQuery("select e.name from events e join sweeps s on s.id = e.entity_id where e.tenant_id = $1", [of.tenant.id]);

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
  due.set(id, () => ["2026-11-20", "2026-11-21"]);
  await requestDueWork(tenant, now);
  expect(await requested()).toHaveLength(2);
  expect(await delivered()).toHaveLength(2);
});

test("each later run of the clock on a day takes one more statement, however many jobs there are", async () => {
  const { tenant } = workspace;
  registerJobs([1, 2, 3].map((nth) => ({ ...job, id: `${job.id}-${nth}` })));
  await requestDueWork(tenant, now);
  const query = vi.spyOn(pg.Client.prototype, "query");
  await requestDueWork(tenant, now);
  const texts = query.mock.calls.map(([config]) => String((config as { text?: string }).text ?? config));
  expect(texts.filter((text) => !text.includes("set_config"))).toEqual([expect.stringMatching(/^SELECT .*"sweeps"/)]);
});

test("another job's slot of the same name is another one, and what is long past is forgotten", async () => {
  const { tenant } = workspace;
  await requestDueWork(tenant, now);
  await adminQuery("update sweeps set at = now() - interval '31 days' where tenant_id = $1", [tenant.id]);
  registerJobs([{ ...job, id: `${job.id}-other` }]);
  await requestDueWork(tenant, now);
  expect(await requested()).toHaveLength(2);
  registerJobs([job]);
  due.set(tenant.id, () => ["2026-12-21"]);
  await requestDueWork(tenant, now);
  expect(await requested()).toEqual([
    { job: `${job.id}-other`, slot: "2026-11-20" },
    { job: job.id, slot: "2026-12-21" },
  ]);
});

test("nothing is asked for in a workspace that is suspended", async () => {
  const other = await testWorkspace();
  due.set(other.tenant.id, () => ["2026-11-20"]);
  await adminQuery("update tenants set status = 'suspended' where id = $1", [workspace.tenant.id]);
  for (let after: string | null = ""; after !== null; ) after = await strike(now, after);
  expect([await requested(), await delivered(), await requested(other)]).toEqual([[], [], [expect.anything()]]);
});

test("the clock pauses for half of its time, so that requests are served", async () => {
  let worked = 0;
  for (const { tenant } of [await testWorkspace(), await testWorkspace(), await testWorkspace()])
    due.set(tenant.id, () => {
      const until = performance.now() + 40;
      while (performance.now() < until);
      worked += 40;
      return [];
    });
  const began = performance.now();
  await strike(now, workspace.tenant.id);
  expect(worked).toBe(120);
  expect(performance.now() - began).toBeGreaterThanOrEqual(2 * worked);
});

describe("no effect, and a line that says why", () => {
  test("a failure in one workspace does not stop the others", async () => {
    const error = vi.spyOn(log, "error");
    const [other, third] = [await testWorkspace(), await testWorkspace()];
    const failure = new Error("not here");
    due.set(workspace.tenant.id, () => {
      throw failure;
    });
    for (const one of [other, third]) due.set(one.tenant.id, () => ["2026-11-20"]);
    for (let after: string | null = ""; after !== null; ) after = await strike(now, after, 1);
    expect([await requested(), await delivered()]).toEqual([[], []]);
    expect([await requested(other), await requested(third)]).toEqual([[expect.anything()], [expect.anything()]]);
    expect(error).toHaveBeenCalledWith(
      { tenantId: workspace.tenant.id, err: failure },
      "the schedule check failed in this workspace",
    );
  });
});
